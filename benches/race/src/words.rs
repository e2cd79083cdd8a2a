//! Sentences of the project's own: common words of a language with a name here and there. They mean
//! nothing.

use crate::names::Names;
use crate::random::Random;

/// Common words of a language, how words are parted, and how a sentence ends.
struct Language {
    code: &'static str,
    words: &'static str,
    blank: &'static str,
    end: &'static str,
}

const LANGUAGES: [Language; 12] = [
    Language {
        code: "en",
        words: "the government said that prices would rise again after a long meeting with \
                ministers from both sides who hope for an agreement before winter but traders \
                expect little because stocks remain high and demand falls this year",
        blank: " ",
        end: ". ",
    },
    Language {
        code: "de",
        words: "die Regierung hat am Montag mit dem Minister über höhere Preise für das nächste \
                Jahr gesprochen aber viele Händler glauben nicht dass eine schnelle Lösung \
                möglich ist weil die Verträge noch geprüft werden müssen",
        blank: " ",
        end: ". ",
    },
    Language {
        code: "fr",
        words: "le gouvernement a annoncé après une réunion que les prix élevés seront étudiés \
                cette année mais les négociants espèrent déjà un accord qui protège la région où \
                les réserves ont été trouvées",
        blank: " ",
        end: ". ",
    },
    Language {
        code: "pt",
        words: "o governo disse que a produção não será reduzida até ao próximo verão e também \
                que as negociações começam já porque os preços são altos mas há poucas reservas \
                em toda a região segundo informações",
        blank: " ",
        end: ". ",
    },
    Language {
        code: "el",
        words: "η κυβέρνηση είπε ότι οι τιμές θα αυξηθούν φέτος και μετά από μακρά συνάντηση με \
                τους υπουργούς δεν υπάρχει ακόμη συμφωνία για την περιοχή όπου ζουν πολλοί \
                άνθρωποι",
        blank: " ",
        end: ". ",
    },
    Language {
        code: "ru",
        words: "правительство сообщило что цены на зерно снова вырастут в этом году после долгой \
                встречи с министрами однако торговцы пока не верят в быстрое соглашение потому \
                что запасы остаются большими",
        blank: " ",
        end: ". ",
    },
    Language {
        code: "ar",
        words: "قالت الحكومة إن الأسعار سترتفع هذا العام بعد اجتماع طويل مع الوزراء لكن التجار لا \
                يتوقعون اتفاقا سريعا لأن المخزون ما زال كبيرا في المنطقة",
        blank: " ",
        end: ". ",
    },
    Language {
        code: "hi",
        words: "सरकार ने कहा कि इस साल कीमतें फिर बढ़ेंगी और मंत्रियों के साथ लंबी बैठक के बाद भी कोई समझौता \
                नहीं हुआ क्योंकि भंडार अभी बहुत हैं",
        blank: " ",
        end: "। ",
    },
    Language {
        code: "th",
        words: "รัฐบาล กล่าว ว่า ราคา จะ เพิ่มขึ้น ใน ปี นี้ หลัง การประชุม กับ รัฐมนตรี แต่ ผู้ค้า ยัง ไม่ เชื่อ \
                เพราะ ยังมี สินค้า มาก",
        blank: "",
        end: " ",
    },
    Language {
        code: "zh",
        words: "政府 表示 今年 价格 将 再次 上涨 经过 长时间 会议 之后 部长 们 希望 达成 协议 但是 商人 \
                认为 不会 很快 因为 库存 仍然 很 高 同時 會議 認為",
        blank: "",
        end: "。",
    },
    Language {
        code: "ja",
        words: "政府 は 今年 の 価格 が また 上がる と 述べた 長い 会議 の 後 で 大臣 たち は 合意 を 望んで \
                いる しかし まだ 在庫 が 多い ので ニュース によると",
        blank: "",
        end: "。",
    },
    Language {
        code: "ko",
        words: "정부는 올해 가격이 다시 오를 것이라고 말했다 긴 회의가 끝난 뒤에 장관들은 합의를 바라지만 \
                상인들은 아직 재고가 많아서 믿지 않는다",
        blank: " ",
        end: ". ",
    },
];

/// Lines of a few sentences, at least `size` bytes. Every second sentence has a name. A language
/// that is not known is written with English words.
pub(crate) fn sentences(code: &str, names: &Names, size: usize) -> String {
    let known = LANGUAGES.iter().find(|language| language.code == code);
    let language = known.unwrap_or(&LANGUAGES[0]);
    let words: Vec<&str> = language.words.split_whitespace().collect();
    let (mut random, mut text) = (Random::new(), String::new());
    while text.len() < size {
        for _ in 0..3 + random.below(4) {
            let mut sentence: Vec<&str> =
                (0..8 + random.below(12)).map(|_| *random.choose(&words)).collect();
            if random.below(2) == 0 && !names.as_slice().is_empty() {
                let place = random.below(sentence.len() as u64) as usize;
                sentence[place] = random.choose::<String>(names.as_slice());
            }
            text.push_str(&sentence.join(language.blank));
            text.push_str(language.end);
        }
        text.push('\n');
    }
    text
}
