//! The first bytes of an input, which show its compression and its encoding.

use std::io::{self, Read};

/// Where bytes come from.
pub(crate) type Source = Box<dyn Read>;

/// Reads the first bytes of an input: as many as are needed to know which of some marks it begins
/// with, and no more. Reading on could block on a pipe whose first bytes already decide.
pub(super) fn head(source: &mut impl Read, marks: &[Vec<u8>]) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while marks.iter().any(|mark| mark.len() > head.len() && mark.starts_with(&head)) {
        let mut byte = [0];
        match source.read(&mut byte) {
            Ok(0) => break,
            Ok(_) => head.push(byte[0]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns its bytes, then fails: reading on would block.
    struct Live(&'static [u8]);

    impl Read for Live {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() { Err(io::ErrorKind::WouldBlock.into()) } else { self.0.read(to) }
        }
    }

    #[test]
    fn only_the_bytes_that_decide_are_read() {
        let marks = [b"PK".to_vec(), b"PQRS".to_vec(), b"\xFF\xFE".to_vec()];
        for (input, expected) in
            [("{", "{"), ("PA", "PA"), ("PK", "PK"), ("PQx", "PQx"), ("PQRS", "PQRS")]
        {
            assert_eq!(
                head(&mut Live(input.as_bytes()), &marks).unwrap(),
                expected.as_bytes(),
                "{input}"
            );
        }
        assert_eq!(head(&mut io::empty(), &marks).unwrap(), b"");
        assert_eq!(head(&mut "PQ".as_bytes(), &marks).unwrap(), b"PQ");
    }
}
