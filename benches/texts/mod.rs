//! The texts that the benches read, and what is not realistic about them.
//!
//! - `news`: the file that `GAZTAG_NEWS` names or, without it, the article of `examples/` again and
//!   again. Repeated text flatters caches and branch predictors: figures for the README come from a
//!   file of real news.
//! - `no_names`: common words without any name, so that only reading is measured.
//! - `dense`: names and little else, unlike any real text.
//! - `multilingual`: sentences of the article in other scripts, again and again.

use std::fs;

/// The approximate length of a text in bytes.
const SIZE: usize = 1 << 20;

/// A news text, and its name.
pub(crate) fn news() -> (String, String) {
    match std::env::var("GAZTAG_NEWS") {
        Ok(path) => {
            let text = fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
            (String::from_utf8_lossy(&text).into_owned(), path)
        }
        Err(_) => (
            repeated(include_str!("../../examples/article.txt")),
            "examples/article.txt repeated".into(),
        ),
    }
}

/// Common words.
#[allow(dead_code, reason = "each bench takes the texts that it needs")]
pub(crate) fn no_names() -> String {
    repeated(
        "when the rain had stopped they walked home along the road and said very little, because each of them knew what the other thought about it; ",
    )
}

/// Names.
#[allow(dead_code, reason = "each bench takes the texts that it needs")]
pub(crate) fn dense() -> String {
    repeated(
        "Mali, Niger, Burkina Faso, ECOWAS, lithium, the European Union, Russia, Ghana, OPEC, uranium, Côte d’Ivoire, Nigeria, cobalt, NATO; ",
    )
}

/// Text in Russian, Greek, Arabic, Hindi, Chinese, Japanese and Korean.
#[allow(dead_code, reason = "each bench takes the texts that it needs")]
pub(crate) fn multilingual() -> String {
    repeated(
        "Россия начнёт разведку лития в Мали, сообщили чиновники. Η Ρωσία ψάχνει λίθιο στο Μάλι, είπαν αξιωματούχοι. قال مسؤولون إن روسيا ستبحث عن الليثيوم في مالي. \
         रूस माली में लिथियम खोजेगा, अधिकारियों ने कहा। 俄罗斯将在马里勘探锂矿,官员说。ロシアはマリでリチウムを探査する。러시아가 말리에서 리튬을 찾는다.\n\n",
    )
}

fn repeated(text: &str) -> String {
    text.repeat(SIZE.div_ceil(text.len()))
}
