// core/cms/encrypted_file.hpp and core/enveloped_key.hpp: what others have encrypted, in one piece or in
// several.
#include "core/cms/encrypted_file.hpp"

#include <algorithm>

#include "core/enveloped_key.hpp"
#include "fuzz/keys.hpp"
#include "fuzz/target.hpp"

namespace palmkey::fuzz {
namespace {

using namespace core;

// The content as it opens in pieces of this size; nothing if it does not.
std::optional<Bytes> opened(const EnvelopedData& data, ByteView content, ByteView key16, std::size_t size) {
  auto opener = ContentOpener::create(data, key16);
  if (!opener) return std::nullopt;
  Bytes plain;
  while (!content.empty()) {
    const auto piece = content.first(std::min(size, content.size()));
    const auto part = opener->open(piece);
    require(part.has_value());
    plain.insert(plain.end(), part->view().begin(), part->view().end());
    content = content.subspan(piece.size());
  }
  const auto last = opener->finish();
  if (!last) return std::nullopt;
  plain.insert(plain.end(), last->view().begin(), last->view().end());
  return plain;
}

void read_message(ByteView input) {
  const auto data = read_enveloped_data(input, input.size());
  if (!data) return;
  require(!data->recipients.empty());
  require(data->content_begin <= input.size() && data->content_size <= input.size() - data->content_begin);
  const auto content = input.subspan(data->content_begin, data->content_size);
  // All that stands before the content suffices, and nothing less does.
  const auto again = read_enveloped_data(input.first(data->content_begin), input.size());
  require(again.has_value() && again->content_begin == data->content_begin && again->iv == data->iv);
  require(!read_enveloped_data(input.first(data->content_begin - 1), input.size()).has_value());
  const Bytes key(16, 7);
  const auto whole = opened(*data, content, key, content.size() + 1);
  require(whole == opened(*data, content, key, 16));
  if (whole) require(whole->size() < content.size() && whole->size() + 16 >= content.size());
}

}  // namespace

void run(core::ByteView input) {
  static const sm2::PrivateKey key = private_key();
  read_message(input);
  if (const auto file = read_encrypted_file(input, input.size()))
    require(std::holds_alternative<sm2::Ciphertext>(*file) ||
            read_enveloped_data(input, input.size()).has_value());
  if (const auto own = open_enveloped_key(input, key)) (void)own->public_key();
}

}  // namespace palmkey::fuzz
