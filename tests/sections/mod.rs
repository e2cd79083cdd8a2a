//! The sections of an image, by the table of `docs/image.md`.

#![allow(dead_code, reason = "not every test uses all of it")]

use std::ops::Range;
use std::path::Path;

/// The offset of the table of sections in the header.
pub(crate) const TABLE: usize = 36;

/// One section of an image.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub(crate) name: String,
    /// The bytes of a record.
    pub(crate) width: usize,
    /// Where it is in the image, in bytes.
    pub(crate) range: Range<usize>,
    /// The offset in the header of its offset; its length follows.
    pub(crate) header: usize,
}

/// The sections of an image, in their order.
pub(crate) fn sections(image: &[u8]) -> Vec<Section> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/image.md");
    let page = std::fs::read_to_string(path).unwrap();
    let table = page.split("| section | record | bytes |\n|---|---|---|\n").nth(1).unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let sections: Vec<Section> = rows
        .enumerate()
        .map(|(index, row)| {
            let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
            let [name, _, width] = cells[..] else { panic!("{row}") };
            let width = match name {
                "surfaces" => number(image, 28),
                _ => width.parse().unwrap(),
            };
            let header = TABLE + index * 8;
            let start = number(image, header);
            let range = start..start + number(image, header + 4);
            Section { name: name.into(), width, range, header }
        })
        .collect();
    assert_eq!(
        sections[0].range.start,
        TABLE + 8 * sections.len(),
        "docs/image.md lists more or fewer sections"
    );
    for said in [
        format!("## Header ({} bytes)", sections[0].range.start),
        format!("| 8 × {} |", sections.len()),
        format!("version of the format: {} |", number(image, 8)),
    ] {
        assert!(page.contains(&said), "docs/image.md: expected {said:?}");
    }
    sections
}

/// The section with a name.
pub(crate) fn section(image: &[u8], name: &str) -> Section {
    let all = sections(image);
    all.into_iter().find(|section| section.name == name).unwrap_or_else(|| panic!("{name}"))
}

/// The number of four bytes at an offset.
pub(crate) fn number(image: &[u8], at: usize) -> usize {
    u32::from_le_bytes(image[at..at + 4].try_into().unwrap()) as usize
}

/// Adds bytes at the end of a section, and corrects the header but for its checksum.
pub(crate) fn extend(image: &mut Vec<u8>, name: &str, added: &[u8]) {
    let Section { range, header, .. } = section(image, name);
    let last = sections(image).len() * 8 + TABLE;
    image.splice(range.end..range.end, added.iter().copied());
    for at in std::iter::once(header + 4).chain((header + 8..last).step_by(8)) {
        let moved = number(image, at) + added.len();
        image[at..at + 4].copy_from_slice(&(moved as u32).to_le_bytes());
    }
    let len = image.len() as u64;
    image[16..24].copy_from_slice(&len.to_le_bytes());
}
