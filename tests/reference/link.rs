//! Links: a second implementation, on lossy text, by its words.

/// Whether a name is inside a link.
pub(super) fn holds(text: &[u8], start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[start..]);
    if before.ends_with(b"<") && text.get(end) == Some(&b'>') {
        return true;
    }
    let separates = |c: char| c <= ' ' || "\u{7F}<>\"`|,;[]{}".contains(c);
    let is_sign = |byte: Option<&u8>, signs: &str| {
        byte.is_none_or(|&byte| {
            byte < 0x80 && (separates(byte.into()) || signs.contains(char::from(byte)))
        })
    };
    // A name alone is not read further.
    let next = text.get(end);
    let ends = is_sign(next, "'):!?")
        || next.is_some_and(|byte| *byte >= 0x80)
        || (next == Some(&b'.') && is_sign(text.get(end + 1), ""));
    if is_sign(before.last(), "(") && ends {
        return false;
    }
    let before = &before[before.len().saturating_sub(256)..];
    let after = &after[..after.len().min(192)];
    // One character for each byte, so that offsets stay the same; others than ASCII are U+00FF, or
    // a blank where they separate.
    let plain = |bytes: &[u8]| -> String {
        let mut plain: Vec<char> =
            bytes.iter().map(|&byte| if byte < 0x80 { byte.into() } else { 'ÿ' }).collect();
        for at in 0..bytes.len() {
            let len = match bytes[at..] {
                [0xC2, 0xA0 | 0xAB | 0xBB, ..] => 2,
                [0xE2, 0x80, ..] | [0xE3, 0x80, ..] | [0xEF, 0xBC | 0xBD, ..] => 3,
                _ => 0,
            };
            let len = len.min(bytes.len() - at);
            plain[at..at + len].fill(' ');
        }
        plain.into_iter().collect()
    };
    let (before, after) = (plain(before), plain(after));
    let before = before.rsplit(separates).next().unwrap();
    let after = after.split(separates).next().unwrap();
    is_web(before) || is_mail(before, after) || is_path(before, after)
}

fn is_web(before: &str) -> bool {
    let lower = before.to_ascii_lowercase();
    let after_letter =
        |at: usize| lower[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
    lower.find("://").is_some_and(after_letter)
        || lower.find(":\\/\\/").is_some_and(after_letter)
        || lower.match_indices("www.").any(|(at, _)| !after_letter(at))
}

fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._%+".contains(c)
}

fn is_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-.".contains(c)
}

fn is_mail(before: &str, after: &str) -> bool {
    let local = after.find(|c| !is_local(c)).unwrap_or(after.len());
    if (1..=64).contains(&local) && after[local..].starts_with('@') {
        return has_host(&after[local + 1..]);
    }
    let rest = before.trim_end_matches(is_host);
    let host = format!("{}{after}", &before[rest.len()..]);
    rest.strip_suffix('@').is_some_and(|local| local.ends_with(is_local)) && has_host(&host)
}

fn has_host(text: &str) -> bool {
    let host = text.split(|c| !is_host(c)).next().unwrap().trim_end_matches('.');
    let (rest, top) = host.split_at(host.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len());
    top.len() >= 2 && rest.len() >= 2 && rest.ends_with('.') && !rest.starts_with('.')
}

fn is_path(before: &str, after: &str) -> bool {
    let before = before.rsplit(['(', '=', '\'', '*']).next().unwrap();
    let path = format!("{before}{after}");
    let path = path.strip_prefix("file:").unwrap_or(&path);
    let slashes = path.matches(['/', '\\']).count();
    let drive = path.starts_with(|c: char| c.is_ascii_alphabetic())
        && (path[1..].starts_with(":\\")
            || (path[1..].starts_with(":/") && path.len() > 3 && !path[1..].starts_with("://")));
    if path.starts_with('/') && path.len() > 1 && !path.starts_with("//") {
        return slashes >= 2;
    }
    if ["./", "~/", "../"].iter().any(|start| path.starts_with(start)) || drive {
        return true;
    }
    if path.starts_with("\\\\") {
        return slashes >= 3;
    }
    slashes > 0 && (has_extension(path) || has_site(path))
}

fn has_extension(path: &str) -> bool {
    let path = path.trim_end_matches(['.', ':', '!', '?', ')', '\'', '*']);
    let Some((rest, extension)) = path.rsplit_once('.') else { return false };
    (2..=5).contains(&extension.len())
        && extension.starts_with(|c: char| c.is_ascii_lowercase())
        && extension.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        && rest.ends_with(|c: char| c.is_ascii_alphanumeric())
        && rest.contains(['/', '\\'])
}

fn has_site(path: &str) -> bool {
    let host = path.split('/').next().unwrap();
    let rest = host.trim_end_matches(|c: char| c.is_ascii_lowercase());
    host.len() - rest.len() >= 2
        && rest.ends_with('.')
        && host.chars().all(is_host)
        && has_host(path)
}
