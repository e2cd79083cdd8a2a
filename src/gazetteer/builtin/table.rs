// bootstrap
use super::{DecoyRow, EntityRow, MemberRow, SurfaceRow};
use crate::entity::CaseRule::*;
use crate::entity::Role::*;
pub(super) const VERSION: &str = "0";
pub(super) static ENTITIES: &[EntityRow] = &[("country/MLI", "Mali", &[("alpha2", "ML")])];
pub(super) static SURFACES: &[SurfaceRow] = &[(0, "Mali", Name, Capitalised, "en", 95, false)];
pub(super) static DECOYS: &[DecoyRow] = &[("Mali Empire", Capitalised)];
pub(super) static MEMBERS: &[MemberRow] = &[];
