//! Tags one text as often as it is told: what one more time costs is what tagging costs, without
//! the start of the program.

fn main() {
    let times: usize = std::env::args().nth(1).and_then(|times| times.parse().ok()).unwrap_or(1);
    let text = include_str!("../../../examples/article.txt");
    // The backend that every machine counts alike.
    let tagger = gaztag::Tagger::builder()
        .backend(gaztag::Backend::Sse2)
        .build()
        .unwrap_or_else(|_| gaztag::Tagger::builtin());
    let found: usize = (0..times).map(|_| tagger.count(std::hint::black_box(text))).sum();
    println!("{} {}", text.len(), found / times.max(1));
}
