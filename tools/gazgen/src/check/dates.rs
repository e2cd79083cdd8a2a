//! The blocs that texts name most have members with dates, and few blocs of states have none.

use std::collections::BTreeSet;

use super::tests::project_data;

/// The 120 blocs that occur most in news, encyclopedias and annotated texts of several languages.
const MOST_NAMED: &str = "\
     acs-caribbean adb afdb african-union allied-powers andean-community apec arab-league \
     asean atpc axis-powers bank-of-the-south bis cairns-group caricom cern cipec cis cites \
     cjeu comecon commonwealth council-of-europe e3 eac eca eclac ecowas ecsc efta eib ema \
     epo esa escap esm euratom european-central-bank european-commission european-council \
     european-court-of-human-rights european-economic-community european-parliament \
     european-union eurostat eurozone fao g10 g20 g24 g5 g6-econ g7 g77 g8 gatt gcc geplacea \
     iaea iata icc icco icj ico-coffee icrc icty ida idb iea ifc ilo imf imo inro \
     inter-african-coffee international-aluminium-institute international-tin-council \
     interpol irena isa-sugar islamic-development-bank iucn iwc-wheat ldcs league-of-nations \
     mercosur multi-fibre-arrangement nafta nato nordic-investment-bank oacps oapec oas ocha \
     oecd oic opec organisation-of-african-unity osce pace paho paris-club tpp \
     un-general-assembly un-security-council unctad undp unece unesco unhcr unicef unifil \
     united-nations warsaw-pact wef wfp who woah world-bank wto";
/// Rows whose date of joining is not known for certain, in hundredths of all rows of these blocs.
const UNDATED: usize = 8;
/// Blocs of states whose members no list was found of that can be cited or checked.
const UNLISTED: usize = 54;

#[test]
fn members_of_the_most_named_blocs_have_dates() {
    let data = project_data();
    let (blocs, members) = (&data.blocs, &data.members);
    let named: BTreeSet<&str> = MOST_NAMED.split_whitespace().collect();
    let known: BTreeSet<&str> =
        blocs.rows().iter().map(|row| blocs.get(row, "key").trim_start_matches("bloc/")).collect();
    assert_eq!(named.len(), 120);
    assert_eq!(named.difference(&known).count(), 0, "{:?}", named.difference(&known));
    let (mut rows, mut undated) = (0, 0);
    for row in members.rows() {
        if !named.contains(members.get(row, "bloc").trim_start_matches("bloc/")) {
            continue;
        }
        rows += 1;
        undated += usize::from(members.get(row, "joined").is_empty());
        let over = members.get(row, "status") == "former";
        assert!(!over || !members.get(row, "left").is_empty(), "an end without a date");
    }
    assert!(100 * undated <= UNDATED * rows, "{undated} of {rows} members have no date of joining");
}

#[test]
fn few_blocs_of_states_have_no_members() {
    let blocs = project_data().blocs;
    let rows = blocs.rows().iter();
    let unlisted = rows.filter(|row| blocs.get(row, "membership") == "unlisted").count();
    assert!(unlisted <= UNLISTED, "{unlisted} blocs have no list of members");
}
