//! gaztag in three forms.

use gaztag::{Input, Tagger};
use gaztag_samples::{Any, Names};

use crate::engine::{Engine, Standing};

/// Matching alone (the peers' names in any case), the built-in gazetteer without context, and the
/// complete tagger.
pub(crate) fn engines(names: &Names, input: Input) -> Result<Vec<Engine>, Any> {
    let alone = Tagger::builder().links(true).gazetteer(names.gazetteer()?).input(input).build()?;
    let without_context = Tagger::builder().links(true).context(false).input(input).build()?;
    let complete = Tagger::builder().links(true).input(input).build()?;
    Ok(vec![
        engine("matching", Standing::Matching, alone),
        engine("no-context", Standing::Gaztag, without_context),
        engine("complete", Standing::Gaztag, complete),
    ])
}

/// Counts in memory that is used again, as the peers do.
fn engine(name: &'static str, standing: Standing, tagger: Tagger<'static>) -> Engine {
    let mut memory = Vec::new();
    Engine::new(name, standing, move |text| {
        let mut count = 0;
        tagger.tag_each_in(text, &mut memory, |_, _| count += 1);
        count
    })
}
