// Compiled only: the types of the package.
import { load, type Finding, type Gaztag, type TextMention } from "gaztag";

const gaztag: Gaztag = await load({ gazetteer: "all", minConfidence: 60 });
const mentions: TextMention[] = gaztag.tag("Mali");
const findings: Finding[] = gaztag.explain("Mali");
const capital: string | undefined = gaztag.entity("country/MLI")?.attributes["capital"];
const stream = gaztag.stream();
// @ts-expect-error a mention of a stream has no text
stream.feed("Mali")[0].text;
// @ts-expect-error a text is a string
gaztag.tag(1);
export { capital, findings, mentions };
