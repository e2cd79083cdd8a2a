//! What cues can ask of the place beside a name other than a certain word: a second implementation,
//! by lines, words and pieces of text.

use super::characters::units;
use super::context::{Side, VIEW, Word};

/// A name in its text, and what is read on both sides.
pub(super) struct Place<'a> {
    name: &'a str,
    before: Vec<u8>,
    after: Vec<u8>,
    /// Whether the text begins with what is read before the name, and ends with what is after it.
    begins: bool,
    ends: bool,
}

impl<'a> Place<'a> {
    pub(super) fn new(text: &'a str, start: usize, end: usize) -> Self {
        let from = start.saturating_sub(VIEW);
        let to = text.len().min(end + VIEW);
        Self {
            name: &text[start..end],
            before: text.as_bytes()[from..start].to_vec(),
            after: text.as_bytes()[end..to].to_vec(),
            begins: from == 0,
            ends: to == text.len(),
        }
    }

    /// All shapes on one side.
    pub(super) fn shapes(&self, text: &str, side: &Side, is_left: bool) -> Vec<String> {
        let mut shapes: Vec<String> = Vec::new();
        let mut add = |is_there: bool, shape: &str| {
            if is_there {
                shapes.push(shape.into());
            }
        };
        match side.words.first() {
            None => add(side.is_whole, "<edge>"),
            Some(next) => {
                let word = &text[next.start..next.end];
                let first = units(word.as_bytes(), false, false).into_iter().next();
                let (is_lower, is_upper) = first.map_or((false, false), |c| (c.lower, c.upper));
                let has_lower = word.contains(|c: char| c.is_ascii_lowercase());
                let is_ascii = word.starts_with(|c: char| c.is_ascii());
                let is_digit = word.starts_with(|c: char| c.is_ascii_digit());
                let is_capital = word.starts_with(|c: char| c.is_ascii_uppercase());
                add(is_digit, "<number>");
                add(is_capital && word.len() == 1, "<initial>");
                add(is_lower && !is_digit, "<lower>");
                let is_title = self.is_in_title();
                add(is_upper && (has_lower || !is_ascii) && !is_title, "<capitalised>");
                add(is_digit && self.is_percent(text, next, is_left), "<percent>");
                let is_symbol = word.len() == 2 && is_capital && has_lower;
                add(is_symbol, "<symbol>");
                let is_heading = word.len() > 4 && !has_lower;
                let is_mixed = self.name.starts_with(|c: char| c.is_ascii_uppercase())
                    && self.name.contains(|c: char| c.is_ascii_lowercase());
                let is_of_row = is_left && self.is_cell();
                let is_part = is_capital && word.len() > 1 && !is_heading && is_mixed;
                add(is_part && !is_of_row && !is_title, "<title>");
                let is_code = word.chars().all(|c| c.is_ascii_uppercase());
                add(is_code && (2..=4).contains(&word.len()), &format!("<{word}>"));
            }
        }
        if is_left {
            add(self.is_cell(), "<cell>");
            add(self.is_signature(), "<signature>");
        } else {
            let after = String::from_utf8_lossy(&self.after);
            add(after.starts_with(" %") || after.starts_with(" (%"), "<percent>");
            add(self.has_age(), "<age>");
        }
        shapes
    }

    /// Whether a number beside the name has a per cent sign.
    fn is_percent(&self, text: &str, number: &Word, is_left: bool) -> bool {
        if is_left {
            let between = &self.before[self.before.len() - self.between(text, number)..];
            return between.trim_ascii() == b"%";
        }
        let from = number.start - (self.start(text) + self.name.len());
        let number = self.after[from..].to_vec();
        let is_number = |byte: &u8| byte.is_ascii_digit() || b".,".contains(byte);
        let rest: Vec<u8> = number.into_iter().skip_while(is_number).collect();
        rest.starts_with(b"%") || rest.starts_with(b" %")
    }

    /// Where the name is in its text.
    fn start(&self, text: &str) -> usize {
        self.name.as_ptr() as usize - text.as_ptr() as usize
    }

    fn between(&self, text: &str, word: &Word) -> usize {
        self.start(text) - word.end
    }

    /// Whether the longer words beside the name, in its line and up to a sign, are all capitalised,
    /// and are at least three.
    fn is_in_title(&self) -> bool {
        let left: Vec<u8> = self.before.iter().rev().copied().collect();
        let right = self.after.clone();
        let count = |bytes: Vec<u8>, is_left: bool| -> Option<usize> {
            let stops = b"\n\r,.;:()<>";
            let line = bytes.split(|byte| stops.contains(byte)).next().unwrap().to_vec();
            let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
            let words = line.split(|byte| !is_letter(byte)).filter(|word| word.len() > 3).take(5);
            let mut found = 0;
            for word in words {
                let first = if is_left { word[word.len() - 1] } else { word[0] };
                if first.is_ascii_lowercase() {
                    return None;
                }
                let has_lower = word.iter().any(u8::is_ascii_lowercase);
                found += usize::from(first.is_ascii_uppercase() && has_lower);
            }
            Some(found)
        };
        matches!((count(left, true), count(right, false)), (Some(left), Some(right)) if left + right >= 3)
    }

    /// Whether the name fills a cell of a table, or the text.
    fn is_cell(&self) -> bool {
        let is_filling = |byte: &u8| b" \"*\r".contains(byte);
        let left: Vec<u8> = self.before.iter().rev().copied().skip_while(is_filling).collect();
        let right: Vec<u8> = self.after.iter().copied().skip_while(is_filling).collect();
        let is_sign = |found: Option<&u8>, beside: Option<&u8>| match found {
            Some(b'|' | b';' | b'\t') => true,
            // Comma and blank are between words of a sentence.
            Some(b',') => beside != Some(&b' '),
            _ => false,
        };
        let from_sign = is_sign(left.first(), self.before.last());
        let to_sign = is_sign(right.first(), self.after.get(1));
        let from_start = left.is_empty() && self.begins;
        let to_end = right.is_empty() && self.ends;
        let is_capital = self.name.starts_with(|c: char| c.is_ascii_uppercase());
        let from_row = from_start || left.first() == Some(&b'\n');
        let to_row = to_end || right.first() == Some(&b'\n');
        match (from_sign, to_sign) {
            (true, _) => to_sign || to_row,
            (_, true) => from_row,
            // Alone in the text.
            _ => from_start && to_end && is_capital,
        }
    }

    /// Whether the name is alone under a letter or a message.
    fn is_signature(&self) -> bool {
        let is_blank = |byte: &u8| b" \t\n\x0C\r".contains(byte);
        let after = match self.after.split_first() {
            Some((b'.' | b'!', rest)) => rest,
            _ => &self.after[..],
        };
        let blanks: Vec<u8> = after.iter().copied().take_while(is_blank).collect();
        let breaks = blanks.iter().filter(|byte| **byte == b'\n').count();
        if breaks < 2 && !(blanks.len() == after.len() && self.ends) {
            return false;
        }
        let trim = |text: &[u8]| -> Vec<u8> {
            let blanks = text.iter().rev().take_while(|byte| is_blank(byte)).count();
            text[..text.len() - blanks].to_vec()
        };
        let line = |text: &[u8]| text.split(|byte| *byte == b'\n').next_back().unwrap().to_vec();
        let above = trim(&self.before);
        let long = ["—", "–"].iter().find_map(|dash| above.strip_suffix(dash.as_bytes()));
        let short = above.iter().rev().take_while(|byte| b"-~".contains(byte)).count();
        if long.is_none() && short == 0 {
            // The line above is the end of a letter: Best wishes,
            let has_break = self.before[above.len()..].contains(&b'\n');
            return has_break && above.ends_with(b",") && line(&above).len() <= 32;
        }
        let message = long.map_or(above[..above.len() - short].to_vec(), |before| before.to_vec());
        let text = trim(&message);
        let begins_line = match message.is_empty() {
            true => self.begins,
            false => message[text.len()..].contains(&b'\n'),
        };
        let last = line(&text);
        let item = last.iter().copied().find(|byte| !is_blank(byte));
        let is_list = item.is_some_and(|sign| b"-~".contains(&sign));
        let is_ended = text.last().is_some_and(|sign| b".!?)".contains(sign));
        (begins_line && !is_list) || (is_ended && (long.is_some() || short > 1))
    }

    /// Whether a person's age follows the name, or the name and more names.
    fn has_age(&self) -> bool {
        let before = String::from_utf8_lossy(&self.before);
        let blanks = |c: char| " \t\n\x0C\r".contains(c);
        let before = before.trim_end_matches(blanks);
        let before = before.strip_suffix(" and").unwrap_or(before);
        let signs: Vec<char> = before.chars().rev().take(2).collect();
        if matches!(signs[..], [',', digit] if digit.is_ascii_digit()) {
            return false;
        }
        let last = before.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap();
        if ["in", "In", "from", "From", "to", "To"].contains(&last) {
            return false;
        }
        let after = String::from_utf8_lossy(&self.after).into_owned();
        // One or two more names may follow, but none need.
        let mut starts = vec![after.as_str()];
        while starts.len() < 3
            && let Some(rest) = starts.last().and_then(|rest| rest.strip_prefix(' '))
            && rest.starts_with(|c: char| c.is_ascii_uppercase())
        {
            let is_of_name =
                |c: char| c.is_ascii_alphabetic() || ".-'".contains(c) || !c.is_ascii();
            starts.push(rest.trim_start_matches(is_of_name));
        }
        let is_named = starts.len() > 1;
        let Some(rest) = starts.last().and_then(|rest| rest.strip_prefix(", ")) else {
            return false;
        };
        let parts = |text: &str| -> Option<String> {
            let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let is_age = (1..=3).contains(&digits)
                && !text.starts_with('0')
                && text[..digits].parse::<u32>().is_ok_and(|age| age < 120);
            is_age.then(|| text[digits..].to_string())
        };
        if let Some(rest) = parts(rest) {
            let Some(rest) = rest.strip_prefix(", ") else { return false };
            let word = rest.split(|c: char| !c.is_ascii_lowercase()).next().unwrap();
            let joins = ["and", "or", "but", "plus", "to", "with"];
            return !word.is_empty() && !joins.contains(&word);
        }
        let rest = rest.strip_prefix("a ").or_else(|| rest.strip_prefix("an "));
        is_named && rest.and_then(parts).is_some_and(|rest| rest.starts_with("-year-old"))
    }
}
