"""Gazetteers, entities, builders."""

import copy
import datetime
import os
import pathlib
import pickle
import re
import subprocess
import sys

import pytest

import gaztag

TSV = "key\tform\trole\ncompany/acme\tAcme Corporation\t\ncompany/acme\tACM\tacronym\n-\tAcme Bakery\t\n"


def tagged(gazetteer, text):
    return [(m.id, m.text) for m in gaztag.Tagger(gazetteer=gazetteer).tag(text)]


def test_the_built_in_gazetteer():
    builtin = gaztag.Gazetteer.builtin()
    assert (
        builtin is gaztag.Gazetteer.builtin()
        and len(builtin) > 400
        and builtin.kinds == ("bloc", "country", "mineral")
        and builtin.data_version == gaztag.data_version
    )
    assert "country/MLI" in builtin and "country/XYZ" not in builtin and 3 not in builtin
    assert [entity.id for entity in builtin] == sorted(entity.id for entity in builtin)
    assert (
        builtin.get("country/XYZ") is None
        and builtin.form_count > 10_000
        and builtin.decoys[0].form
    )
    with pytest.raises(KeyError):
        builtin["country/XYZ"]


def test_the_attributes_of_an_entity():
    mali = gaztag.Gazetteer.builtin()["country/MLI"]
    assert (mali.id, mali.name, mali.kind) == ("country/MLI", "Mali", "country")
    assert mali.attributes["alpha2"] == "ML" and mali.attributes["alpha3"] == "MLI"
    bamako = next(surface for surface in mali.surfaces if surface.form == "Bamako")
    assert (
        (bamako.role, bamako.case, bamako.languages) == ("capital", "capitalised", ("en",))
        and 1 <= bamako.prior <= 100
        and bamako.word is False
    )
    [sahel] = [m for m in mali.memberships if m.bloc == "bloc/alliance-of-sahel-states"]
    assert sahel == gaztag.Membership(
        "bloc/alliance-of-sahel-states", "country/MLI", "member", "2023-09-16", None, sahel.source
    )
    assert sahel.source
    assert {
        m.member for m in gaztag.Gazetteer.builtin()["bloc/alliance-of-sahel-states"].memberships
    } == {"country/BFA", "country/MLI", "country/NER"}
    assert (
        gaztag.tag("Malians")[0].entity == mali
        and hash(gaztag.tag("Malians")[0].entity) == hash(mali)
        and mali != "country/MLI"
    )
    for again in (copy.deepcopy, lambda thing: pickle.loads(pickle.dumps(thing))):
        assert (
            again(mali) == mali
            and again(mali).attributes == mali.attributes
            and again(mali.surfaces) == mali.surfaces
        )
    assert repr(mali) == "Entity('country/MLI', 'Mali')" and "form='Bamako'" in repr(bamako)


def test_every_entity_can_be_read():
    for entity in gaztag.Gazetteer.builtin():
        assert (
            entity.attributes is not None
            and entity.surfaces
            and all(surface.form and surface.role for surface in entity.surfaces)
            and entity.memberships is not None
        )


def test_look_up():
    found = gaztag.Gazetteer.builtin().look_up("CONGO")
    assert [entity.id for entity, _ in found if entity][:2] == ["country/COD", "country/COG"]
    assert (
        gaztag.Gazetteer.builtin().look_up("georgia tech")[0][0] is None
        and gaztag.Gazetteer.builtin().look_up("nowhere") == []
    )


def test_gazetteers_of_texts():
    assert tagged(gaztag.Gazetteer.from_tsv(TSV), "ACM, Acme Corporation, Acme Bakery") == [
        ("company/acme", "ACM"),
        ("company/acme", "Acme Corporation"),
    ]
    both = gaztag.Gazetteer.from_tsv(TSV.encode(), base=gaztag.Gazetteer.builtin())
    assert tagged(both, "ACM in Mali") == [
        ("company/acme", "ACM"),
        ("country/MLI", "Mali"),
    ] and both.kinds == ("bloc", "company", "country", "mineral")
    lines = '{"key": "company/acme", "name": "Acme", "forms": ["Acmé"], "attributes": {"ticker": "ACM"}}\n'
    assert gaztag.Gazetteer.from_jsonl(lines)["company/acme"].attributes == {"ticker": "ACM"}
    flashtext = {
        "product management": ["PM", "product manager"],
        "java": ["java_2e", "java programming"],
    }
    assert tagged(
        gaztag.Gazetteer.from_flashtext(flashtext), "a Product Manager of JAVA PROGRAMMING"
    ) == [("keyword/product-management", "Product Manager"), ("keyword/java", "JAVA PROGRAMMING")]
    assert len(gaztag.Gazetteer.from_flashtext('{"java": ["jdk"]}')) == 1
    patterns = [
        {"label": "ORG", "pattern": "Apple", "id": "apple"},
        {"label": "GPE", "pattern": [{"LOWER": "san"}, {"LOWER": "francisco"}]},
    ]
    assert tagged(gaztag.Gazetteer.from_spacy(patterns), "Apple of SAN Francisco, apple") == [
        ("org/apple", "Apple"),
        ("gpe/san-francisco", "SAN Francisco"),
    ]
    names = gaztag.Gazetteer.from_dict(
        {"Acme Corp": ["Acme"], "company/bolt": ["Bolt Ltd", "Bolt"], "Solo": "Solo"}
    )
    assert (
        tagged(names, "Acme, Bolt, Solo")
        == [("keyword/acme-corp", "Acme"), ("company/bolt", "Bolt"), ("keyword/solo", "Solo")]
        and names["company/bolt"].name == "Bolt Ltd"
    )


def test_mistakes_have_a_line_and_a_column():
    with pytest.raises(gaztag.Error) as caught:
        gaztag.Gazetteer.from_tsv("key\tform\trole\nx/y\tfoo\tnmae\n")
    error = caught.value
    assert (
        isinstance(error, ValueError)
        and (error.code, error.line, error.column, error.offset) == ("parse", 2, 3, 22)
        and 'unknown role "nmae"' in str(error)
    )
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.code, again.line, again.column, again.offset) == (
        str(error),
        "parse",
        2,
        3,
        22,
    )
    builder = gaztag.GazetteerBuilder()
    mistakes = builder.check("key\tform\trole\nx/y\tfoo\tnmae\nx\tbar\t\n", "tsv", "my.tsv")
    assert [mistake.line for mistake in mistakes] == [2, 3] and all(
        str(mistake).startswith("my.tsv: line ") for mistake in mistakes
    )
    with pytest.raises(gaztag.Error):
        gaztag.Gazetteer.from_flashtext("[")
    for wrong in (
        lambda: builder.add_entity("acme", "Acme"),
        lambda: builder.add_surface("x/y", "z"),
        lambda: builder.read_text("", "xml"),
    ):
        with pytest.raises(gaztag.Error):
            wrong()


def test_a_builder():
    builder = gaztag.GazetteerBuilder()
    builder.set_data_version("7")
    builder.add_entity("company/acme", "Acme", {"ticker": "ACM"})
    builder.add_surface("company/acme", "Acme", languages=["en", "fr"], prior=70, word=True)
    builder.add_surface("company/acme", "acm", "acronym", case="any")
    builder.add_decoy("Acme Bakery")
    gazetteer = builder.build()
    acme = gazetteer["company/acme"]
    assert (
        acme.attributes == {"ticker": "ACM"}
        and gazetteer.data_version == "7"
        and [decoy.form for decoy in gazetteer.decoys] == ["Acme Bakery"]
    )
    assert sorted(acme.surfaces, key=lambda surface: surface.form) == [
        gaztag.Surface("Acme", "name", "capitalised", ("en", "fr"), 70, True),
        gaztag.Surface("acm", "acronym", "any", (), 95, False),
    ]
    # A common word counts where its case shows a name: not as the first word.
    assert tagged(gazetteer, "With Acme, ACM, Acme Bakery") == [
        ("company/acme", "Acme"),
        ("company/acme", "ACM"),
    ]
    assert builder.remove_surface("company/acme", "acm") and not builder.remove_surface(
        "company/acme", "acm"
    )
    assert builder.remove_decoy("Acme Bakery") and not builder.remove_decoy("Acme Bakery")
    assert tagged(builder.build(), "With Acme, ACM, Acme Bakery") == [
        ("company/acme", "Acme"),
        ("company/acme", "Acme"),
    ]
    assert (
        builder.remove_entity("company/acme")
        and not builder.remove_entity("company/acme")
        and len(builder.build()) == 0
    )
    with pytest.raises(gaztag.Error, match="prior 0"):
        builder.add_surface("company/acme", "Acme", prior=0)
    with pytest.raises(TypeError):
        gaztag.GazetteerBuilder("Acme")


def test_own_cues():
    builder = gaztag.GazetteerBuilder()
    builder.add_entity("company/bolt", "Bolt")
    builder.add_surface("company/bolt", "Bolt", prior=40)
    words = builder.add_words(["shares", "shareholders"])
    builder.add_cue("Bolt", "near 4", words, 4, id="company/bolt")
    assert tagged(builder.build(), "Bolt ran. " * 3) == [] and tagged(
        builder.build(), "Shares of Bolt fell"
    ) == [("company/bolt", "Bolt")]
    from_builtin = gaztag.GazetteerBuilder(gaztag.Gazetteer.builtin())
    from_builtin.add_use_cue("Mali", "team", "after", from_builtin.add_words(["winger"]), -10)
    from_builtin.add_member("bloc/european-union", "country/MLI", "observer", joined="2030")
    changed = from_builtin.build()
    assert (
        gaztag.Membership("bloc/european-union", "country/MLI", "observer", "2030", None)
        in changed["country/MLI"].memberships
    )
    without_teams = gaztag.Tagger(gazetteer=changed, uses=["nested"])
    assert not without_teams.tag("a Mali winger") and gaztag.Tagger(gazetteer=changed).tag(
        "a Mali winger"
    )


def test_files_and_images(tmp_path):
    path = tmp_path / "naïve gazetteer.tsv"
    path.write_text(TSV, encoding="utf-8")
    builder = gaztag.GazetteerBuilder()
    assert builder.read(path) == 3 and builder.check_file(path) == []
    gazetteer = builder.build()
    image = tmp_path / "my.gaz"
    gazetteer.save(image)
    assert sorted(os.listdir(tmp_path)) == sorted(["my.gaz", path.name])
    for loaded in (
        gaztag.Gazetteer.load(image),
        gaztag.Gazetteer.load(str(image)),
        gaztag.Gazetteer.load(image, copy=False),
        gaztag.Gazetteer.load(str(image), copy=False),
        gaztag.Gazetteer.from_image(image.read_bytes()),
        gaztag.Gazetteer.from_image(gazetteer.to_image()),
    ):
        assert (
            tagged(loaded, "ACM") == [("company/acme", "ACM")]
            and loaded.to_image() == gazetteer.to_image()
        )
    mapped = gaztag.Gazetteer.load(image, copy=False)
    gaztag.Gazetteer.builtin().save(image)
    assert tagged(mapped, "ACM") == [("company/acme", "ACM")] and len(
        gaztag.Gazetteer.load(image)
    ) == len(gaztag.Gazetteer.builtin())
    for copied in (True, False):
        with pytest.raises(FileNotFoundError):
            gaztag.Gazetteer.load(tmp_path / "nothing", copy=copied)
        with pytest.raises((OSError, gaztag.Error)):
            gaztag.Gazetteer.load(tmp_path, copy=copied)
        with pytest.raises(gaztag.Error):
            gaztag.Gazetteer.load(path, copy=copied)
    with pytest.raises(FileNotFoundError):
        builder.read(tmp_path / "nothing")
    with pytest.raises(FileNotFoundError):
        gazetteer.save(tmp_path / "no folder" / "x")
    with pytest.raises(gaztag.Error) as caught:
        gaztag.Gazetteer.from_image(gazetteer.to_image()[:-1])
    assert caught.value.code == "corrupt"


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(bytes(path.stat().st_size)),
        lambda path: path.unlink(),
    ],
    ids=["cut", "overwritten", "removed"],
)
def test_a_loaded_gazetteer_does_not_depend_on_its_file(tmp_path, change):
    image = tmp_path / "my.gaz"
    gazetteer = gaztag.Gazetteer.from_tsv(TSV)
    gazetteer.save(image)
    loaded = gaztag.Gazetteer.load(image)
    change(image)
    assert loaded.to_image() == gazetteer.to_image() and tagged(
        loaded, "ACM of Acme Corporation"
    ) == [("company/acme", "ACM"), ("company/acme", "Acme Corporation")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
@pytest.mark.parametrize("copied", [True, False])
def test_load_raises_for_files_that_are_not_regular(tmp_path, copied):
    path = tmp_path / "fifo"
    os.mkfifo(path)
    script = f"""
import gaztag
for path in ({str(path)!r}, "/dev/null"):
    try:
        gaztag.Gazetteer.load(path, copy={copied})
    except gaztag.Error as error:
        print(error.code, str(error) == f"{{path}}: not a regular file")
"""
    # In another process with a timeout, because opening a FIFO can wait for a writer for ever.
    ran = subprocess.run(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, timeout=20, check=True
    )
    assert ran.stdout == "io True\n" * 2


@pytest.mark.skipif(not os.path.exists("/proc/self/maps"), reason="needs /proc")
def test_load_maps_a_file_only_without_copy(tmp_path):
    image = tmp_path / "mapped here.gaz"
    gaztag.Gazetteer.builtin().save(image)

    def is_mapped():
        with open("/proc/self/maps") as maps:
            return image.name in maps.read()

    loaded = gaztag.Gazetteer.load(image, copy=False)
    assert is_mapped() and tagged(loaded, "Mali") == [("country/MLI", "Mali")]
    del loaded
    loaded = gaztag.Gazetteer.load(image)
    assert not is_mapped() and tagged(loaded, "Mali") == [("country/MLI", "Mali")]


def test_the_version_of_the_data(tmp_path):
    builder = gaztag.GazetteerBuilder(gaztag.Gazetteer.builtin())
    assert (
        builder.build().data_version
        == gaztag.Gazetteer.builtin().data_version
        == gaztag.data_version
        == gaztag.Tagger().gazetteer.data_version
    )
    builder.set_data_version("2031.7 of mine")
    own = builder.build()
    own.save(tmp_path / "own.gaz")
    for gazetteer in (
        own,
        gaztag.Gazetteer.load(tmp_path / "own.gaz"),
        gaztag.Gazetteer.load(tmp_path / "own.gaz", copy=False),
        gaztag.Gazetteer.from_image(own.to_image()),
        pickle.loads(pickle.dumps(own)),
    ):
        assert gazetteer.data_version == "2031.7 of mine"
        tagger = gaztag.Tagger(gazetteer=gazetteer)
        assert (
            pickle.loads(pickle.dumps(tagger)).gazetteer.data_version
            == tagger.tag("Mali").tagger.gazetteer.data_version
            == "2031.7 of mine"
        )
        assert "2031.7 of mine" in gaztag.report(["Mali"], tagger=tagger).html
    assert gaztag.GazetteerBuilder().build().data_version == ""


def test_gazetteers_pickle():
    builtin = gaztag.Gazetteer.builtin()
    assert pickle.loads(pickle.dumps(builtin)) is builtin and len(pickle.dumps(builtin)) < 200
    again = pickle.loads(pickle.dumps(gaztag.Gazetteer.from_tsv(TSV)))
    assert tagged(again, "ACM") == [("company/acme", "ACM")]
    other = pickle.dumps(builtin, 0).replace(gaztag.data_version.encode(), b"1999.01")
    with pytest.raises(gaztag.Error, match="install the same gaztag on both sides"):
        pickle.loads(other)


def test_trusted_images(tmp_path):
    image = tmp_path / "my.gaz"
    gazetteer = gaztag.Gazetteer.from_tsv(TSV)
    gazetteer.save(image)
    loaded = gaztag.Gazetteer.load(image, copy=False, trusted=True)
    assert tagged(loaded, "ACM") == [("company/acme", "ACM")]
    assert loaded.to_image() == gazetteer.to_image()
    # What is not in the header is not checked; the length is.
    changed = bytearray(gazetteer.to_image())
    changed[-1] ^= 1
    image.write_bytes(changed)
    with pytest.raises(gaztag.Error):
        gaztag.Gazetteer.load(image, copy=False)
    assert len(gaztag.Gazetteer.load(image, copy=False, trusted=True)) == len(gazetteer)
    image.write_bytes(changed[:-1])
    with pytest.raises(gaztag.Error):
        gaztag.Gazetteer.load(image, copy=False, trusted=True)
    for arguments in ({"trusted": True}, {"pickle_path": True}):
        with pytest.raises(ValueError, match="copy=False"):
            gaztag.Gazetteer.load(image, **arguments)


@pytest.mark.parametrize("trusted", [False, True])
def test_a_pickle_can_be_the_path(tmp_path, monkeypatch, trusted):
    names = {f"company/c{n}": [f"Company {n}"] for n in range(1000)}
    gazetteer = gaztag.Gazetteer.from_dict(names)
    gazetteer.save(tmp_path / "my.gaz")
    monkeypatch.chdir(tmp_path)
    loaded = gaztag.Gazetteer.load("my.gaz", copy=False, trusted=trusted, pickle_path=True)
    monkeypatch.chdir("/")
    tagger = gaztag.Tagger(gazetteer=loaded, kinds=["company"])
    pickled = pickle.dumps(tagger)
    assert len(pickled) < 1000 < len(pickle.dumps(gazetteer))
    # A tagger that was unpickled is pickled by its path too.
    again = pickle.loads(pickle.dumps(pickle.loads(pickled)))
    assert again.tag("Company 7")[0].id == "company/c7"
    # Saving puts a new file in the place of the old one, which those that mapped it keep.
    gaztag.Gazetteer.from_dict({"company/c8": ["Company 8"]}).save(tmp_path / "my.gaz")
    assert again.tag("Company 7")[0].id == "company/c7"
    with pytest.raises(gaztag.Error, match="another image"):
        pickle.loads(pickled)
    (tmp_path / "my.gaz").unlink()
    with pytest.raises(FileNotFoundError):
        pickle.loads(pickled)


def test_paths_of_bytes(tmp_path):
    path = tmp_path / "my.gaz"
    gazetteer = gaztag.Gazetteer.from_dict({"company/acme": ["Acme"]})
    gazetteer.save(bytes(path))
    assert [file.name for file in tmp_path.iterdir()] == [
        "my.gaz"
    ] and "company/acme" in gaztag.Gazetteer.load(bytes(path))


def test_from_image_of_none_raises():
    with pytest.raises(TypeError):
        gaztag.Gazetteer.from_image(None)


def test_a_single_form_of_flashtext_is_one_form():
    assert [
        entity.id
        for entity, _ in gaztag.Gazetteer.from_flashtext({"Acme": "acme corp"}).look_up("acme corp")
    ] == ["keyword/acme"]


def test_numbers_of_classes_are_not_truncated_to_32_bits():
    builder = gaztag.GazetteerBuilder()
    builder.add_entity("company/acme", "Acme")
    builder.add_surface("company/acme", "Acme")
    words = builder.add_words(["shares"])
    for number in (words + (1 << 32), -1):
        with pytest.raises(gaztag.Error, match="words is"):
            builder.add_cue("Acme", "after", number, 3)
        with pytest.raises(gaztag.Error, match="words is"):
            builder.add_use_cue("Acme", "nested", "after", number, 3)


def test_looking_up_a_lone_surrogate_finds_nothing():
    gazetteer = gaztag.Gazetteer.builtin()
    assert (
        gazetteer.get("\ud800") is None
        and "\ud800" not in gazetteer
        and gazetteer.look_up("\ud800") == []
    )
    with pytest.raises(gaztag.Error, match="unknown kind"):
        gaztag.Tagger(kinds=["\ud800"])


def schools():
    builder = gaztag.GazetteerBuilder()
    for key in ("school/old", "school/new", "league/ivy", "league/all"):
        builder.add_entity(key, key.title())
        builder.add_surface(key, key.partition("/")[2].title() + " Place")
    return builder


@pytest.mark.parametrize(
    ("type", "right", "wrong"),
    [
        ("text", "2020, or so", None),
        ("number", "-6.02e23", "six"),
        ("date", "2020-02-29", "29.2.2020"),
        ("list", "a|b", None),
        ("entity", "school/new", "nowhere"),
        ("entities", "school/new|school/old", "school/new|"),
    ],
)
def test_types_of_attributes(type, right, wrong):
    builder = schools()
    builder.set_attribute("school/old", "fact", right, type=type)
    builder.set_attribute("school/old", "note", "plain")
    old = builder.build()["school/old"]
    assert old.attributes == {"fact": right, "note": "plain"} and old.attribute_types == {
        "fact": type,
        "note": "text",
    }
    if wrong is not None:
        with pytest.raises(gaztag.Error) as caught:
            builder.set_attribute("school/old", "fact", wrong, type=type)
        assert caught.value.code == "parse"
    with pytest.raises(
        gaztag.Error, match="unknown type 'day'; expected text, number, date, list, entity or entities"
    ):
        builder.set_attribute("school/old", "fact", right, type="day")


def test_attributes_of_the_built_in_gazetteer_have_types():
    types = {
        type for entity in gaztag.Gazetteer.builtin() for type in entity.attribute_types.values()
    }
    assert types <= {"text", "number", "date", "list", "entity", "entities"} and all(
        entity.attribute_types.keys() == entity.attributes.keys()
        for entity in gaztag.Gazetteer.builtin()
    )


def test_values_have_the_type_of_their_attribute():
    builder = schools()
    for name, type, text in (
        ("motto", "text", "a|b"),
        ("staff", "number", "-12.5"),
        ("number", "number", "12345678901234567"),
        ("founded", "date", "1950-05-31"),
        ("moved", "date", "1960-06"),
        ("colours", "list", "red|blue"),
        ("sister", "entity", "school/new"),
        ("others", "entities", "school/new|school/lost"),
    ):
        builder.set_attribute("school/old", name, text, type=type)
    gazetteer = builder.build()
    value = gazetteer["school/old"].value
    assert (value("motto"), value("staff"), value("colours")) == ("a|b", -12.5, ["red", "blue"])
    assert (value("founded"), value("moved")) == (datetime.date(1950, 5, 31), "1960-06")
    assert value("sister") == value("others") == [gazetteer["school/new"]]
    assert value("number") == 12345678901234567 and value("none") is None


def test_members_on_a_day():
    builder = schools()
    builder.set_attribute("league/ivy", "founded", "1945", type="date")
    builder.add_member("league/ivy", "school/old", "former", joined="1950", left="1970-06")
    builder.add_member("league/ivy", "school/new", "suspended", left="1980")
    builder.add_member("league/ivy", "league/all", "observer", joined="1950")
    gazetteer = builder.build()
    ivy, old = gazetteer["league/ivy"], gazetteer["school/old"]

    def on(day, **options):
        found = ivy.members(on=day, **options)
        return {m.member.partition("/")[2]: m.status for m in found}

    assert on("1950") == on("1950-01-01") == on(datetime.date(1950, 1, 1))
    assert on("1950") == {"old": "member", "new": "suspended"}
    assert on(datetime.datetime(1970, 5, 31, 23, 59)) == {"old": "member", "new": "suspended"}
    assert on("1970-06") == on("1970-06-01") == {"new": "suspended"}
    assert on("1944-12-31") == {} and on("1945") == {"new": "suspended"}
    assert on("1960", status="observer") == {"all": "observer"}
    assert on("1960", status=["observer", "member"]) == {"all": "observer", "old": "member"}
    assert on("1960", status="all") == {"all": "observer", "old": "member", "new": "suspended"}
    assert on(None) == {} and ivy.members(status="all")[0].member == "league/all"
    assert [m.bloc for m in old.blocs(on="1960")] == ["league/ivy"]
    assert old.blocs(on="1980") == []
    for day, message in (("June", "expected YYYY"), ("2024-02-30", "has 29 days")):
        with pytest.raises(gaztag.Error, match=message) as caught:
            ivy.members(on=day)
        assert caught.value.code == "argument"
    with pytest.raises(TypeError):
        ivy.members(on=1960)


def test_members_of_the_built_in_gazetteer():
    gazetteer = gaztag.Gazetteer.builtin()
    ecowas = gazetteer["bloc/ecowas"]
    for day, count in (("2000-06-01", 16), ("2024-06-01", 15), ("2025-01-29", 12)):
        assert len(ecowas.members(on=day)) == count
    union = gazetteer["bloc/european-union"]
    # Ten states joined with the beginning of a day, and the United Kingdom left at the end of one.
    days = {"2004-04-30": 15, "2004-05-01": 25, "2020-01-31": 28, "2020-02-01": 27}
    assert {day: len(union.members(on=day)) for day in days} == days
    mali = gazetteer.resolve("MLI")
    assert "bloc/ecowas" in [m.bloc for m in mali.blocs(on=datetime.date(2024, 6, 1))]
    assert gazetteer["mineral/spodumene"].roll_up() == gazetteer["mineral/lithium"]
    assert mali.roll_up() == mali


def test_names_and_codes_are_resolved():
    gazetteer = gaztag.Gazetteer.builtin()
    for name, key in (
        ("country/MLI", "country/MLI"),
        ("mali", "country/MLI"),
        ("466", "country/MLI"),
        ("SUN", "country/SUN"),
        ("ECOWAS", "bloc/ecowas"),
    ):
        assert gazetteer.resolve(name).id == key
    with pytest.raises(gaztag.Error, match="country/COD, country/COG") as caught:
        gazetteer.resolve("Congo")
    assert caught.value.code == "ambiguous"
    with pytest.raises(gaztag.Error, match="did you mean .*country/MLI") as caught:
        gazetteer.resolve("country/MALI")
    assert caught.value.code == "unknown"


def test_periods_of_membership():
    builder = schools()
    builder.add_member("league/ivy", "school/old", "former", joined="1950", left="1970-06")
    builder.add_member(
        "league/ivy", "school/old", joined="1990-01-31", source="its own page", as_of="2026-11-28"
    )
    builder.add_member("league/all", "league/ivy", "observer")
    gazetteer = builder.build()
    first = gaztag.Membership("league/ivy", "school/old", "former", "1950", "1970-06")
    again = gaztag.Membership(
        "league/ivy", "school/old", "member", "1990-01-31", None, "its own page", "2026-11-28"
    )
    ivy = gaztag.Membership("league/all", "league/ivy", "observer")
    assert gazetteer["school/old"].memberships == [first, again] and gazetteer[
        "league/all"
    ].memberships == [ivy]
    assert gazetteer["league/ivy"].memberships == [ivy, first, again]
    assert (again.member, again.joined, again.left, again.source, again.as_of) == (
        "school/old",
        "1990-01-31",
        None,
        "its own page",
        "2026-11-28",
    )
    for named in ({"joined": "31.1.1990"}, {"left": "soon"}, {"as_of": "today"}):
        with pytest.raises(gaztag.Error):
            builder.add_member("league/ivy", "school/new", **named)
    with pytest.raises(gaztag.Error):
        builder.add_member("league/ivy", "school/nowhere")


def test_a_retired_key_stands_for_its_successor(tmp_path):
    builder = schools()
    builder.retire_key("school/old", "school/new")
    builder.retire_key("school/older", "school/old")
    gazetteer = builder.build()
    path = tmp_path / "schools.gaz"
    gazetteer.save(path)
    for one in (
        gazetteer,
        gaztag.Gazetteer.load(path),
        gaztag.Gazetteer.load(path, copy=False),
        gaztag.GazetteerBuilder(gazetteer).build(),
    ):
        assert (
            one.retired_keys == {"school/old": "school/new", "school/older": "school/new"}
            and len(one) == 3
        )
        assert (
            one["school/old"] == one["school/older"] == one.get("school/old") == one["school/new"]
            and "school/older" in one
        )
        assert one["school/old"].id == "school/new" and [entity.id for entity in one] == [
            "league/all",
            "league/ivy",
            "school/new",
        ]
    for key, successor in [
        ("school/x", "school/nowhere"),
        ("school/new", "school/new"),
        ("nokey", "school/new"),
    ]:
        with pytest.raises(gaztag.Error):
            builder.retire_key(key, successor)
    assert schools().build().retired_keys == {}


# Case and accents are folded. Somalia is longer than the name inside it.
INSIDE = "Somalia’s MALIAN golden marigold, Heidelberg: Bergama, somáliland"


def test_names_inside_words():
    builder = gaztag.GazetteerBuilder()
    for id, form, case, bounds in [
        ("x/mali", "Máli", "any", "anywhere"),
        ("x/somalia", "Somalia", None, "word"),
        ("x/berg", "berg", None, "end"),
        ("x/gold", "gold", None, "start"),
    ]:
        builder.add_entity(id, "x")
        builder.add_surface(id, form, case=case, bounds=bounds)
    gazetteer = builder.build()
    assert [gazetteer[id].surfaces[0].bounds for id in ("x/mali", "x/somalia", "x/berg")] == [
        "anywhere",
        "word",
        "end",
    ]
    rows = (
        "key\tname\tform\tcase\tbounds\nx/mali\tx\tMáli\tany\tanywhere\n"
        "x/somalia\tx\tSomalia\t\t\nx/berg\tx\tberg\t\tend\nx/gold\tx\tgold\t\tstart\n"
    )
    assert gaztag.Gazetteer.from_tsv(rows).to_image() == gazetteer.to_image()
    tagger = gaztag.Tagger(gazetteer=gazetteer)
    found = [(m.start, m.end, m.text, m.id) for m in tagger.tag(INSIDE)]
    assert found == [
        (0, 7, "Somalia", "x/somalia"),
        (10, 14, "MALI", "x/mali"),
        (17, 21, "gold", "x/gold"),
        (40, 44, "berg", "x/berg"),
        (57, 61, "máli", "x/mali"),
    ]
    in_bytes = [(m.start, m.end) for m in tagger.tag(INSIDE.encode())]
    assert in_bytes == [(0, 7), (12, 16), (19, 23), (42, 46), (59, 64)]
    kept = [f for f in tagger.explain(INSIDE) if f.kept]
    assert [f.bounds for f in kept] == ["word", "anywhere", "start", "end", "anywhere"]
    with pytest.raises(
        gaztag.Error, match="unknown bounds 'inside'; expected word, start, end or anywhere"
    ):
        builder.add_surface("x/mali", "mali", bounds="inside")
    with pytest.raises(gaztag.Error):
        builder.add_surface("x/mali", "x" * 513, bounds="end")


def test_bounds_of_files(tmp_path):
    def tagged(gazetteer, text="somali marigolds agolda"):
        return [(m.start, m.end) for m in gaztag.Tagger(gazetteer=gazetteer).tag(text)]

    rows = "key\tform\tbounds\nx/mali\tmali\t\nx/gold\tgold\t\n-\tmarigold\t\n"
    both = [(2, 6), (18, 22)]
    assert tagged(gaztag.Gazetteer.from_tsv(rows)) == []
    assert tagged(gaztag.Gazetteer.from_tsv(rows, bounds="anywhere")) == both
    path = tmp_path / "rows.tsv"
    path.write_text(rows)
    builder = gaztag.GazetteerBuilder()
    builder.read(path, bounds="anywhere")
    assert tagged(builder.build()) == both
    # Of one file only.
    builder.read_text("key\tform\nx/mali\tmali\n", "tsv")
    assert tagged(builder.build()) == both[1:]
    builder.add_decoy("agolda", bounds="start")
    assert tagged(builder.build()) == []
    lines = '{"key": "x/a", "forms": ["mali", {"form": "gold", "bounds": "word"}]}'
    assert tagged(gaztag.Gazetteer.from_jsonl(lines, bounds="end")) == [(2, 6)]
    assert tagged(gaztag.Gazetteer.from_dict({"a": ["mali"]}, bounds="anywhere")) == [(2, 6)]
    assert tagged(gaztag.Gazetteer.from_flashtext({"a": ["mali"]}, bounds="anywhere")) == [(2, 6)]
    patterns = [{"label": "A", "pattern": "mali"}]
    assert tagged(gaztag.Gazetteer.from_spacy(patterns, bounds="anywhere")) == [(2, 6)]

    long = f"key\tform\nx/long\t{'x' * 513}\n"
    assert builder.check(long, "tsv") == []
    assert [(e.line, e.column) for e in builder.check(long, "tsv", bounds="end")] == [(2, 2)]
    path.write_text(long)
    assert len(builder.check_file(path, bounds="end")) == 1
    bad = builder.check("key\tform\tbounds\nx/a\ta\tinside\n", "tsv")
    assert [(e.line, e.column) for e in bad] == [(2, 3)]
    with pytest.raises(gaztag.Error, match="unknown bounds 'inside'"):
        builder.read_text(rows, "tsv", bounds="inside")


def test_preference():
    def ids(gazetteer):
        return [m.id for m in gaztag.Tagger(gazetteer=gazetteer).tag("talks in Morocco")]

    base = gaztag.Gazetteer.builtin()
    make = [
        lambda **options: gaztag.Gazetteer.from_tsv("key\tform\nx/a\tMorocco\n", **options),
        lambda **options: gaztag.Gazetteer.from_jsonl(
            '{"key": "x/a", "forms": ["Morocco"]}', **options
        ),
        lambda **options: gaztag.Gazetteer.from_dict({"x/a": "Morocco"}, **options),
        lambda **options: gaztag.Gazetteer.from_records(
            [{"n": "Morocco", "k": "a"}], kind="x", form="n", key="k", **options
        ),
    ]
    for of in make:
        assert ids(of(base=base)) == ["country/MAR"]
        assert ids(of(base=base, prefer="own")) == ["x/a"]
    flashtext = gaztag.Gazetteer.from_flashtext({"m": ["Morocco"]}, base=base, prefer="own")
    assert ids(flashtext) == ["keyword/m"]
    patterns = [{"label": "X", "pattern": "Morocco", "id": "a"}]
    assert ids(gaztag.Gazetteer.from_spacy(patterns, base=base, prefer="own")) == ["x/a"]
    found = gaztag.Tagger(gazetteer=flashtext).explain("talks with Morocco")
    assert {f.id: f.reason for f in found} == {"keyword/m": "kept", "country/MAR": "outranked"}
    with pytest.raises(gaztag.Error, match="unknown preference 'mine'; expected builtin or own"):
        gaztag.GazetteerBuilder().set_preference("mine")


def test_case_and_accents_of_forms(tmp_path):
    def spans(gazetteer, text="heart attack, Heart Attack"):
        return [(m.start, m.end) for m in gaztag.Tagger(gazetteer=gazetteer).tag(text)]

    rows = "key\tform\nx/a\tHeart Attack\n"
    both = [(0, 12), (14, 26)]
    assert spans(gaztag.Gazetteer.from_tsv(rows)) == both[1:]
    assert spans(gaztag.Gazetteer.from_tsv(rows, case="any")) == both
    line = '{"key": "x/a", "forms": ["Heart Attack"]}'
    assert spans(gaztag.Gazetteer.from_jsonl(line, case="any")) == both
    assert spans(gaztag.Gazetteer.from_dict({"x/a": "Heart Attack"}, case="any")) == both
    records = [{"name": "Heart Attack", "size": 3}]
    made = gaztag.Gazetteer.from_records(records, kind="x", form="name", weight="size", case="any")
    assert spans(made) == both and made["x/heart-attack"].value("weight") == 3
    path = tmp_path / "rows.tsv"
    path.write_text(rows)
    builder = gaztag.GazetteerBuilder()
    builder.read(path, case="any")
    assert spans(builder.build()) == both and builder.check_file(path, case="any") == []
    builder = gaztag.GazetteerBuilder()
    builder.add_entity("x/a", "Mỹ")
    builder.add_surface("x/a", "Mỹ", accents=True)
    builder.add_decoy("Sơn", accents=True)
    made = builder.build()
    assert spans(made, "My, Mỹ") == [(4, 6)]
    assert made["x/a"].surfaces[0].accents and made.decoys[0].accents


def test_mistakes_that_are_mended():
    rows = "key\tform\nx/a\tA \nx/a\tA\n"
    builder = gaztag.GazetteerBuilder()
    with pytest.raises(gaztag.Error):
        builder.read_text(rows, "tsv")
    assert builder.read_text(rows, "tsv", "rows.tsv", strict=False) == 1
    assert [e.line for e in builder.warnings] == [2, 3]
    many = "".join(f"city/{n}\tSpringfield\t{n}\n" for n in range(33))
    builder.read_text("key\tform\tweight\n" + many, "tsv")
    assert [e.line for e in builder.warnings] == [2, 3, 34]


def test_entities_by_id_and_position():
    gazetteer = gaztag.Gazetteer.builtin()
    entities = list(gazetteer)
    assert [gazetteer._at(position) for position in range(len(entities))] == [
        entity._entity for entity in entities
    ]
    for wrong in (len(entities), 1 << 32, (1 << 64) - 1):
        for call in (
            gazetteer._entity,
            gazetteer._attributes,
            gazetteer._surfaces,
            gazetteer._memberships,
        ):
            try:
                assert call(wrong) == []
            except IndexError:
                assert call == gazetteer._entity
    with pytest.raises(OverflowError):
        gazetteer._entity(1 << 64)
    with pytest.raises(OverflowError):
        gazetteer._at(-1)


RECORDS = [
    {"id": 7, "name": " Acme  Corp ", "ticker": "ACM", "other": "Acme;Acme Works", "size": 1.5},
    {"id": 7, "name": "Acme Corp", "ticker": None, "other": float("nan"), "size": 2.0},
    {"id": "x y", "name": "Zyx", "ticker": "", "other": ["Zed"], "tags": ["a", "b"]},
    {"id": 9, "name": ""},
]


def test_records() -> None:
    gazetteer = gaztag.Gazetteer.from_records(
        RECORDS,
        kind="company",
        form={"name": "name", "other": "alias", "ticker": "acronym"},
        key="id",
        attributes=["size", "tags"],
        split=";",
    )
    text = "Acme Corp, ACM, Acm, Acme Works, Zyx, Zed"
    assert tagged(gazetteer, text) == [
        ("company/7", "Acme Corp"),
        ("company/7", "ACM"),
        ("company/7", "Acme Works"),
        ("company/x-y", "Zyx"),
        ("company/x-y", "Zed"),
    ]
    acme, zyx = gazetteer["company/7"], gazetteer["company/x-y"]
    assert (acme.attributes, acme.attribute_types) == ({"size": "1.5"}, {"size": "number"})
    assert (zyx.attributes, zyx.attribute_types) == ({"tags": "a|b"}, {"tags": "list"})
    slugs = gaztag.Gazetteer.from_records(
        ({"n": name} for name in ("C++", "C#", "C", "c")), kind="language", form="n"
    )
    assert sorted(entity.id for entity in slugs) == [
        "language/c",
        "language/c++",
        "language/c-sharp",
    ]
    with pytest.raises(KeyError, match="no record has nmae"):
        gaztag.Gazetteer.from_records(RECORDS, kind="company", form="nmae")
    with pytest.raises(gaztag.Error):
        gaztag.Gazetteer.from_records(RECORDS, kind="company", form="name", attributes={"id": "date"})
    with pytest.raises(gaztag.Error, match="unknown role 'short'|unknown role \"short\""):
        gaztag.Gazetteer.from_records(RECORDS, kind="company", form={"name": "short"})
    none = gaztag.Gazetteer.from_records([], kind="company", form="name")
    assert list(none) == []
    own = gaztag.Gazetteer.from_records(
        [{"iso": "MLI", "name": "Maliba"}],
        kind="country",
        form="name",
        key="iso",
        base=gaztag.Gazetteer.builtin(),
    )
    assert tagged(own, "Maliba and Niger") == [("country/MLI", "Maliba"), ("country/NER", "Niger")]


def test_layers_stay_as_they_are_and_are_shared():
    builtin = gaztag.Gazetteer.builtin()
    companies = gaztag.Gazetteer.from_dict({"company/acme": ["Acme Mali", "Acme"]})
    both = builtin.with_layer(companies)
    text = "Acme Mali left Mali"
    assert tagged(both, text) == [("company/acme", "Acme Mali"), ("country/MLI", "Mali")]
    mention = gaztag.Tagger(gazetteer=both).tag(text)[0]
    assert (mention.kind, mention.name, mention.entity) == (
        "company",
        "Acme Mali",
        both["company/acme"],
    )
    assert len(both) == len(builtin) + 1 and list(both)[-1].id == "company/acme"
    assert [len(layer) for layer in both.layers] == [len(builtin), 1] and len(builtin.layers) == 1
    assert both.kinds == ("bloc", "company", "country", "mineral")
    for dictionaries in (False, True):
        batch = gaztag.Tagger(gazetteer=both).tag_batch(
            [text, "Niger"], dictionaries=dictionaries
        )
        found = [mention for mentions in batch.to_dicts() for mention in mentions]
        assert [mention["id"] for mention in found] == [
            "company/acme",
            "country/MLI",
            "country/NER",
        ]
        assert [mention["kind"] for mention in found] == ["company", "country", "country"]
    for call in (both.to_image, lambda: pickle.dumps(both)):
        with pytest.raises(gaztag.Error, match="several layers"):
            call()


def test_a_layer_takes_away_what_is_below_it():
    builtin = gaztag.Gazetteer.builtin()
    builder = gaztag.GazetteerBuilder.above(builtin)
    builder.add_surface("country/MLI", "Maliba")
    assert builder.remove_surface("country/MLI", "Malian") and builder.remove_entity("country/NER")
    both = builtin.with_layer(builder.build())
    assert tagged(both, "Maliba, Malian, Niger") == [("country/MLI", "Maliba")]
    assert "country/NER" not in both
    with pytest.raises(gaztag.Error, match="lower layer"):
        builder.set_attribute("country/MLI", "a", "b")
    ship = gaztag.Gazetteer.from_dict({"ship/morocco": "Morocco"})
    assert tagged(builtin.with_layer(ship), "in Morocco") == [("country/MAR", "Morocco")]
    own = builtin.with_layer(ship, prefer="own")
    assert tagged(own, "in Morocco") == [("ship/morocco", "Morocco")]
    layered = builtin
    for _ in range(7):
        layered = layered.with_layer(ship)
    with pytest.raises(gaztag.Error, match="too many layers"):
        layered.with_layer(ship)


def test_records_without_legal_forms():
    records = [
        {"name": "Acme Mining, Inc.", "ticker": "ACM CO"},
        {"name": "Cemex, S.A.B. de C.V.", "ticker": None},
        {"name": "Johnson & Johnson", "ticker": None},
    ]
    form = {"name": "name", "ticker": "acronym"}
    for strip, count in ((False, 4), (True, 6)):
        listed = gaztag.Gazetteer.from_records(
            records, kind="company", form=form, strip_suffixes=strip
        )
        forms = [(surface.form, surface.role) for of in listed for surface in of.surfaces]
        assert len(forms) == count
        assert (("Acme Mining", "alias") in forms) == (("Cemex", "alias") in forms) == strip
