//! Tagging allocates nothing: an allocator counts its calls.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unsafe_code,
    missing_docs,
    reason = "tests; an allocator is unsafe by nature"
)]
#![cfg(all(feature = "builtin", feature = "std"))]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use gaztag::{Batch, IncrementalTagger, Input, OffsetUnit, Overlap, Tagger};

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is passed on unchanged to the allocator of the system, which keeps the
// contract. Counting does not allocate: the counter is a thread-local cell with a constant value at
// first and without a destructor.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the arguments are those of the caller, who keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the arguments are those of the caller, who keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the arguments are those of the caller, who keeps the contract of `realloc`.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(run: impl FnOnce()) -> usize {
    let before = COUNT.with(Cell::get);
    run();
    COUNT.with(Cell::get) - before
}

fn text() -> String {
    let mut text = include_str!("../examples/article.txt").repeat(20);
    text.push_str("<b>C&ocirc;te</b> d’Ivoire 马里 マリ 🇲🇱 Co\u{302}te d'Ivoire US TO LEAD GOLD TALKS \u{FFFD}");
    text
}

#[test]
fn counter_counts() {
    assert_eq!(allocations(|| drop(std::hint::black_box(Box::new(1)))), 1);
}

#[test]
fn questions_about_entities_allocate_nothing() {
    let gazetteer = gaztag::Gazetteer::builtin();
    let day = gaztag::Date::new(2024, 6, 1).unwrap();
    let mut found = 0;
    let count = allocations(|| {
        let ecowas = gazetteer.named("ECOWAS").next().unwrap();
        let mali = gazetteer.resolve("466").unwrap();
        found += ecowas.members_on(day).count() + mali.all_blocs_on(day).count();
        found += mali.memberships().count() + mali.items("former_codes").count();
        let coltan = gazetteer.find("mineral/coltan").unwrap();
        found += coltan.related("contains").count();
        assert!(coltan.value("contains").is_some());
        assert_eq!(coltan.roll_up().kind_name(), "mineral");
    });
    assert!(found > 40);
    assert_eq!(count, 0);
}

#[test]
fn tagging_allocates_nothing() {
    let text = text();
    for overlap in [Overlap::Longest, Overlap::All] {
        for input in [Input::Text, Input::Html] {
            for unit in [OffsetUnit::Bytes, OffsetUnit::Utf16, OffsetUnit::CodePoints] {
                let tagger = Tagger::builder()
                    .overlap(overlap)
                    .input(input)
                    .offset_unit(unit)
                    .build()
                    .unwrap();
                let mut found = 0;
                let mut candidates = 0;
                let count = allocations(|| {
                    for mention in tagger.mentions_incremental(&text) {
                        found += 1;
                        candidates += tagger.candidates(&mention).count();
                        assert!(!tagger.key(&mention).is_empty());
                    }
                    tagger.tag_each(&text, |_, text| assert!(!text.is_empty()));
                    assert!(tagger.is_match(&text) && tagger.count(&text) > 500);
                    let mut drafts = tagger.drafts(&text);
                    assert!(drafts.read_to_end().count() > 500);
                });
                assert_eq!(count, 0, "{overlap:?} {input:?} {unit:?}");
                assert!(found > 500 && candidates >= found);
            }
        }
    }
}

#[test]
fn tagging_with_layers_allocates_nothing() {
    let text = text();
    let mut gazetteer = gaztag::Gazetteer::builtin();
    for layers in 2..=4 {
        let mut builder = gaztag::GazetteerBuilder::new();
        builder.add_entity("company/acme", "Acme").unwrap();
        builder.add_surface("company/acme", gaztag::Surface::new("Acme")).unwrap();
        let own = builder.build().unwrap();
        gazetteer = gazetteer.with_layer(&own, gaztag::Preference::Builtin).unwrap();
        let tagger = Tagger::builder().gazetteer(gazetteer.clone()).build().unwrap();
        let mut memory = Vec::with_capacity(10_000);
        let count = allocations(|| {
            tagger.tag_each(&text, |_, text| assert!(!text.is_empty()));
            tagger.tag_each_in(&text, &mut memory, |_, text| assert!(!text.is_empty()));
            assert!(tagger.is_match(&text) && tagger.count(&text) > 500);
        });
        assert_eq!(count, 0, "{layers} layers");
    }
}

#[test]
fn tagging_into_memory_that_is_there_allocates_nothing() {
    let (text, tagger) = (text(), Tagger::builtin());
    let mut mentions = Vec::with_capacity(10_000);
    assert_eq!(allocations(|| tagger.tag_into(&text, &mut mentions)), 0);
    let mut batch = Batch::new();
    tagger.tag_batch_into([&text, &text], &mut batch);
    batch.clear();
    assert_eq!(allocations(|| tagger.tag_batch_into([&text, &text], &mut batch)), 0);
    assert_eq!(batch.len(), 2 * mentions.len());
    let mut stream = IncrementalTagger::new(tagger);
    let mut found = 0;
    let mut run = |found: &mut usize| {
        text.as_bytes().chunks(1000).for_each(|chunk| stream.feed(chunk, |_, _| *found += 1));
        stream.finish(|_, _| *found += 1);
    };
    run(&mut found);
    found = 0;
    assert_eq!(allocations(|| run(&mut found)), 0);
    assert_eq!(found, mentions.len());
}
