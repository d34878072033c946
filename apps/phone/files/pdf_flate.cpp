#include "apps/phone/files/pdf_flate.hpp"

#include "apps/phone/buffer.hpp"

namespace palmkey::phone {

namespace {

// The host answers at once, with a buffer that it has allocated, or with null.
extern "C" __attribute__((import_module("palmkey"), import_name("unpack"))) std::uint8_t* host_unpack(
    const std::uint8_t* data, std::uint32_t size, std::uint32_t limit);
extern "C" __attribute__((import_module("palmkey"), import_name("pack"))) std::uint8_t* host_pack(
    const std::uint8_t* data, std::uint32_t size);

core::Result<core::Bytes> taken(std::uint8_t* buffer, std::size_t limit) {
  if (buffer == nullptr) return core::Error::malformed;
  const TakenBuffer held(buffer);
  const auto view = held.view();
  if (view.size() > limit) return core::Error::malformed;
  return core::Bytes(view.begin(), view.end());
}

core::Result<core::Bytes> unpack(core::ByteView packed, std::size_t limit) {
  return taken(host_unpack(packed.data(), static_cast<std::uint32_t>(packed.size()),
                           static_cast<std::uint32_t>(limit)),
               limit);
}

core::Result<core::Bytes> pack(core::ByteView data) {
  return taken(host_pack(data.data(), static_cast<std::uint32_t>(data.size())), data.size() + 1024);
}

}  // namespace

core::pdf::Flate host_flate() {
  return {unpack, pack};
}

}  // namespace palmkey::phone
