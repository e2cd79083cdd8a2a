//! Dates, of which the day or the month may be unknown.

use core::fmt;
use core::str::FromStr;

/// A date of the Gregorian calendar: a year, with its month and its day if they are known.
///
/// A date without a day or a month stands for **the first day of the month or the year** wherever a
/// day is needed: [`first_day`](Self::first_day). In the order of dates it comes before its days.
///
/// ```
/// use gaztag::Date;
/// let day: Date = "2024-06-01".parse()?;
/// assert_eq!(day, Date::new(2024, 6, 1)?);
/// assert_eq!((day.year(), day.month(), day.day()), (2024, Some(6), Some(1)));
/// assert_eq!("2024".parse::<Date>()?.first_day(), Date::new(2024, 1, 1)?);
/// let error = "2024-02-30".parse::<Date>().unwrap_err();
/// assert_eq!(error.to_string(), "2024-02 has 29 days, not 30");
/// # Ok::<(), gaztag::DateError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    /// 0 if it is unknown.
    month: u8,
    /// 0 if it is unknown.
    day: u8,
}

/// Why a text or some numbers are not a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DateError {
    /// A text of another shape.
    #[error("expected YYYY, YYYY-MM or YYYY-MM-DD")]
    Shape,
    /// A year with more than four digits.
    #[error("the year {0} is not from 0 to 9999")]
    Year(u16),
    /// A month that does not exist, or a day without a month.
    #[error("the month {0:02} is not from 01 to 12")]
    Month(u8),
    /// A day that its month does not have.
    #[error("{year:04}-{month:02} has {days} days, not {day:02}")]
    Day {
        /// The year.
        year: u16,
        /// The month.
        month: u8,
        /// How many days the month has.
        days: u8,
        /// The day.
        day: u8,
    },
}

impl Date {
    /// The date with these numbers; 0 for a month or day that is unknown.
    ///
    /// # Errors
    ///
    /// A year above 9999, a month or a day that does not exist, or a day without a month.
    pub const fn new(year: u16, month: u8, day: u8) -> Result<Self, DateError> {
        if year > 9999 {
            return Err(DateError::Year(year));
        }
        if month > 12 || (month == 0 && day > 0) {
            return Err(DateError::Month(month));
        }
        let days = days(year, month);
        if day > days {
            return Err(DateError::Day { year, month, days, day });
        }
        Ok(Self { year, month, day })
    }

    /// The year, 0 to 9999.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12; `None` if it is unknown.
    pub const fn month(self) -> Option<u8> {
        if self.month == 0 { None } else { Some(self.month) }
    }

    /// The day of the month, 1 to 31; `None` if it is unknown.
    pub const fn day(self) -> Option<u8> {
        if self.day == 0 { None } else { Some(self.day) }
    }

    /// The day that it stands for: itself, or the first day of the month or the year.
    #[must_use]
    pub const fn first_day(self) -> Self {
        Self { year: self.year, month: or_first(self.month), day: or_first(self.day) }
    }
}

const fn or_first(number: u8) -> u8 {
    if number == 0 { 1 } else { number }
}

/// How many days a month has; 0 for an unknown one.
const fn days(year: u16, month: u8) -> u8 {
    match month {
        0 => 0,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl FromStr for Date {
    type Err = DateError;

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| match parts.next() {
            None => Ok(None),
            Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<u16>().map(Some).map_err(|_| DateError::Shape)
            }
            Some(_) => Err(DateError::Shape),
        };
        let (year, month, day) = (number(4)?.ok_or(DateError::Shape)?, number(2)?, number(2)?);
        if parts.next().is_some() {
            return Err(DateError::Shape);
        }
        // A part that is written must exist: 2024-00 is not a date.
        match (month, day) {
            (Some(0), _) => Err(DateError::Month(0)),
            (Some(month), Some(0)) => {
                let month = month as u8;
                Err(DateError::Day { year, month, days: days(year, month), day: 0 })
            }
            _ => Self::new(year, month.unwrap_or(0) as u8, day.unwrap_or(0) as u8),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month(), self.day()].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn dates_are_read_and_written() {
        for text in ["2024-06-01", "2024-06", "2024", "0001-01-31", "2000-02-29", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        for (text, message) in [
            ("", "expected YYYY"),
            ("24", "expected YYYY"),
            ("2024-6-1", "expected YYYY"),
            ("2024-06-01T00:00", "expected YYYY"),
            ("2024-06-01-", "expected YYYY"),
            ("２０２４", "expected YYYY"),
            ("+024", "expected YYYY"),
            ("2024-13", "the month 13 is not from 01 to 12"),
            ("2024-00", "the month 00 is not from 01 to 12"),
            ("2024-04-31", "2024-04 has 30 days, not 31"),
            ("2024-04-00", "2024-04 has 30 days, not 00"),
            ("1900-02-29", "1900-02 has 28 days, not 29"),
        ] {
            let error = text.parse::<Date>().unwrap_err().to_string();
            assert!(error.starts_with(message), "{text}: {error}");
        }
        assert_eq!(Date::new(2024, 0, 1), Err(DateError::Month(0)));
        assert_eq!(Date::new(10_000, 1, 1), Err(DateError::Year(10_000)));
    }

    #[test]
    fn a_date_stands_for_its_first_day() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(date("2024").first_day(), date("2024-01-01"));
        assert_eq!(date("2024-06").first_day(), date("2024-06-01"));
        assert_eq!(date("2024-06-30").first_day(), date("2024-06-30"));
        assert!(date("2023-12-31") < date("2024"));
        assert!(date("2024") < date("2024-01") && date("2024-01") < date("2024-01-01"));
    }
}
