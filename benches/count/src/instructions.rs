//! Tags one text as many times as its argument says. The difference between two numbers of times is
//! the cost of tagging, without the start of the program.

fn main() {
    let times: usize = std::env::args().nth(1).and_then(|times| times.parse().ok()).unwrap_or(1);
    let text = include_str!("../../../examples/article.txt");
    // A backend that every x86-64 has, so that all count the same instructions.
    let tagger = gaztag::Tagger::builder()
        .backend(gaztag::Backend::Sse2)
        .build()
        .unwrap_or_else(|_| gaztag::Tagger::builtin());
    let found: usize = (0..times).map(|_| tagger.count(std::hint::black_box(text))).sum();
    println!("{} {}", text.len(), found / times.max(1));
}
