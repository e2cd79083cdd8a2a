// A second file with the header: nothing of it is defined twice.

#include <gaztag.hpp>

std::size_t in_other_file();

std::size_t in_other_file() { return gaztag::tagger().tag("Mali").size(); }
