// Nothing else belongs here: a program that has a declare_public of its own is linked without this file.
#include "core/declare_public.hpp"

namespace palmkey::core {

void declare_public(const void*, std::size_t) {}

}  // namespace palmkey::core
