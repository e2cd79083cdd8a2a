//! Which mentions are reported, for all commands that tag.

use gaztag::{Overlap, Role, Tagger, TaggerBuilder};

use crate::arguments::choice::{ChoiceArguments, RoleChoice};
use crate::arguments::gazetteers::GazetteerArguments;
use crate::error::{CliError, Warning};
use crate::gazetteer;
use crate::report::report;

/// Returns a builder with the gazetteer and the choice of mentions that the arguments name.
pub(crate) fn tagger_builder(
    arguments: &ChoiceArguments,
    gazetteer: &GazetteerArguments,
) -> Result<TaggerBuilder<'static>, CliError> {
    if gazetteer.no_builtin && gazetteer.gazetteers.is_empty() {
        return Err(CliError::NoGazetteer);
    }
    let gazetteer = gazetteer::load(gazetteer)?;
    let mut builder = Tagger::builder()
        .min_confidence(arguments.min_confidence)
        .lower_case(arguments.lower_case)
        .links(arguments.links)
        .uses(arguments.uses())
        .context(!arguments.no_context);
    if !arguments.kinds.is_empty() {
        builder = builder.kinds(&gazetteer::kinds(&gazetteer, &arguments.kinds)?);
    }
    if !arguments.roles.is_empty() {
        let roles: Vec<Role> = arguments
            .roles
            .iter()
            .flat_map(|choice| match choice {
                RoleChoice::One(role) => vec![*role],
                RoleChoice::All => Role::ALL.to_vec(),
            })
            .collect();
        builder = builder.roles(&roles);
    }
    for &language in &arguments.languages {
        let mut surfaces = gazetteer.entities().flat_map(|entity| entity.surfaces());
        if !surfaces.any(|surface| surface.languages().any(|known| known == language)) {
            report(&Warning::NoLanguage { language });
        }
    }
    if !arguments.languages.is_empty() {
        builder = builder.languages(&arguments.languages);
    }
    if let Some(language) = arguments.text_lang {
        builder = builder.text_language(language);
    }
    if arguments.all {
        builder = builder.overlap(Overlap::All);
    }
    Ok(builder.gazetteer(gazetteer))
}
