#include <algorithm>
#include <cstdlib>

#include "core/pdf/cross_reference.hpp"
#include "core/pdf/parser.hpp"

namespace palmkey::core::pdf {
namespace {

// A dictionary's integer, or the default if there is none.
Result<std::size_t> parameter(const Dictionary& dictionary, std::string_view name, std::size_t standard,
                              std::size_t largest) {
  const Object* object = dictionary.find(name);
  if (object == nullptr) return standard;
  const auto* value = object->as<std::int64_t>();
  if (value == nullptr || *value < 1 || static_cast<std::uint64_t>(*value) > largest)
    return Error::unsupported;
  return static_cast<std::size_t>(*value);
}

std::uint8_t paeth(int left, int above, int corner) {
  const int estimate = left + above - corner;
  const int to_left = std::abs(estimate - left);
  const int to_above = std::abs(estimate - above);
  const int to_corner = std::abs(estimate - corner);
  if (to_left <= to_above && to_left <= to_corner) return static_cast<std::uint8_t>(left);
  return static_cast<std::uint8_t>(to_above <= to_corner ? above : corner);
}

// PNG, 9: each row begins with its filter.
Result<Bytes> undo_png(ByteView data, std::size_t row_size, std::size_t pixel_size) {
  if (data.size() % (row_size + 1) != 0) return Error::malformed;
  Bytes out;
  out.reserve(data.size());
  for (std::size_t at = 0; at < data.size(); at += row_size + 1) {
    const std::uint8_t filter = data[at];
    if (filter > 4) return Error::malformed;
    const std::size_t row = out.size();
    for (std::size_t i = 0; i < row_size; ++i) {
      const int left = i >= pixel_size ? out[row + i - pixel_size] : 0;
      const int above = row > 0 ? out[row + i - row_size] : 0;
      const int corner = row > 0 && i >= pixel_size ? out[row + i - row_size - pixel_size] : 0;
      const std::array<int, 5> predicted{0, left, above, (left + above) / 2, paeth(left, above, corner)};
      out.push_back(static_cast<std::uint8_t>(data[at + 1 + i] + predicted[filter]));
    }
  }
  return out;
}

Result<Bytes> undo_predictor(Bytes data, const Dictionary& parameters) {
  PALMKEY_TRY(predictor, parameter(parameters, "Predictor", 1, 15));
  if (predictor == 1) return data;
  if (predictor < 10) return Error::unsupported;
  PALMKEY_TRY(colors, parameter(parameters, "Colors", 1, 32));
  PALMKEY_TRY(bits, parameter(parameters, "BitsPerComponent", 8, 16));
  PALMKEY_TRY(columns, parameter(parameters, "Columns", 1, 1'000'000));
  return undo_png(data, (colors * bits * columns + 7) / 8, std::max<std::size_t>(1, colors * bits / 8));
}

// The only element of an array, or the object itself.
const Object* single(const Object* object) {
  const Array* array = object == nullptr ? nullptr : object->as<Array>();
  if (array == nullptr) return object;
  return array->size() == 1 ? array->data() : nullptr;
}

}  // namespace

Result<Bytes> unpack_stream(const Stream& stream, const Flate& flate, std::size_t limit) {
  const Object* filter = stream.dictionary.find("Filter");
  if (filter == nullptr) {
    if (stream.packed.size() > limit) return Error::malformed;
    return Bytes(stream.packed.begin(), stream.packed.end());
  }
  filter = single(filter);
  if (filter == nullptr || !filter->is_name("FlateDecode")) return Error::unsupported;
  PALMKEY_TRY(data, flate.unpack(stream.packed, limit));
  const Object* parameters = stream.dictionary.find("DecodeParms");
  if (parameters == nullptr) return std::move(data);
  parameters = single(parameters);
  if (parameters != nullptr && parameters->is_null()) return std::move(data);
  const Dictionary* dictionary = parameters == nullptr ? nullptr : parameters->as<Dictionary>();
  if (dictionary == nullptr) return Error::unsupported;
  return undo_predictor(std::move(data), *dictionary);
}

Result<IndirectObject> read_indirect(ByteView file, std::uint64_t offset, const LengthOf& length_of) {
  if (offset >= file.size()) return Error::malformed;
  Parser parser(file, static_cast<std::size_t>(offset));
  parser.skip_space();
  IndirectObject out;
  out.begin = parser.position();
  PALMKEY_TRY(number, parser.integer());
  PALMKEY_TRY(generation, parser.integer());
  PALMKEY_CHECK(parser.expect("obj"));
  if (number == 0 || number > 0x7fffffff || generation > 0xffff) return Error::malformed;
  out.reference = {static_cast<std::uint32_t>(number), static_cast<std::uint16_t>(generation)};
  PALMKEY_TRY(object, parser.object());
  if (parser.match("stream")) {
    auto* dictionary = object.as<Dictionary>();
    const Object* length = dictionary == nullptr ? nullptr : dictionary->find("Length");
    // A stream whose data lie in another file is not for us.
    if (length == nullptr || dictionary->find("F") != nullptr) return Error::unsupported;
    PALMKEY_CHECK(parser.stream_line_end());
    PALMKEY_TRY(size, length_of(*length));
    if (size > file.size()) return Error::malformed;
    PALMKEY_TRY(packed, parser.take(static_cast<std::size_t>(size)));
    PALMKEY_CHECK(parser.expect("endstream"));
    object = Object(Stream{std::move(*dictionary), packed});
  }
  PALMKEY_CHECK(parser.expect("endobj"));
  out.object = std::move(object);
  out.end = parser.position();
  return out;
}

}  // namespace palmkey::core::pdf
