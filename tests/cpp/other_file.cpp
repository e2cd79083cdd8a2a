// A second file that includes the header, to test that it defines nothing twice.

#include <gaztag.hpp>

std::size_t in_other_file();

std::size_t in_other_file() { return gaztag::tagger().tag("Mali").size(); }
