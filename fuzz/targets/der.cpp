// core/der.hpp: whatever is read is within the input, and what the writer makes of it is what was read.
#include "core/der.hpp"

#include "fuzz/target.hpp"

namespace palmkey::fuzz {
namespace {

using namespace core;

void require_within(ByteView part, ByteView whole) {
  require(part.empty() ||
          (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size()));
}

void read_values(const der::Element& element) {
  const auto again = [&] { return der::Reader(element.whole); };
  der::Writer writer;
  if (const auto value = again().small_integer()) {
    require(equal(writer.small_integer(*value).bytes(), element.whole));
  }
  if (const auto value = again().integer32()) {
    der::Writer other;
    require(equal(other.unsigned_integer(*value).bytes(), element.whole));
  }
  if (const auto value = again().bits()) {
    der::Writer other;
    require(equal(other.bits(*value).bytes(), element.whole));
  }
  if (const auto value = again().utf8()) {
    der::Writer other;
    require(equal(other.utf8(*value).bytes(), element.whole));
  }
  if (const auto value = again().oid()) {
    der::Writer other;
    require(equal(other.oid(*value).bytes(), element.whole));
  }
  if (const auto value = again().boolean()) {
    der::Writer other;
    require(equal(other.boolean(*value).bytes(), element.whole));
  }
  if (const auto value = again().x509_time()) {
    der::Writer other;
    require(equal(other.time(*value).bytes(), element.whole));
  }
  if (const auto value = again().generalized_time()) {
    der::Writer other;
    require(equal(other.generalized_time(*value).bytes(), element.whole));
  }
}

void walk(ByteView input, unsigned depth) {
  der::Reader reader(input);
  Bytes written;
  while (!reader.at_end()) {
    const auto element = reader.any();
    if (!element) return;
    require_within(element->whole, input);
    require_within(element->content, element->whole);
    der::Writer writer;
    require(equal(writer.element(element->tag, element->content).bytes(), element->whole));
    read_values(*element);
    written.insert(written.end(), element->whole.begin(), element->whole.end());
    if ((element->tag & 0x20) != 0 && depth < 30) walk(element->content, depth + 1);
  }
  require(equal(written, input));
}

}  // namespace

void run(core::ByteView input) {
  walk(input, 0);
}

}  // namespace palmkey::fuzz
