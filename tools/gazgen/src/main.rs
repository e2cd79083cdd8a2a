//! Writes the tables that gaztag is built from.
mod fold_table;
fn main() {
    print!("{}", fold_table::render());
}
