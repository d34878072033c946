// The device's operations, without any input or output of their own: each asks its host for effects and goes
// on with the answers, so that the same code runs native, where the host answers at once, and in a browser,
// where everything that the host does takes its time.
//
//   Operation operation = sign(environment, key_id, pin, kind, intent);
//   for (Effect effect = operation.start(); !operation.ended();) effect = operation.resume(answer to effect);
//
// The last effect is Done or Failed. An Operation that is dropped half-way wipes what it held; what it had
// sent stays pending in the state, and `resynchronise` settles it. One operation at a time for a State: the
// caller sees to that. Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/bytes.hpp"
#include "core/channel.hpp"
#include "core/device/effect.hpp"
#include "core/device/state.hpp"
#include "core/intent_kind.hpp"
#include "core/random.hpp"
#include "core/secret.hpp"
#include "core/sm2/encryption.hpp"
#include "core/x500_name.hpp"

namespace palmkey::core::device {

// What operations work with. Both references must outlive the operation.
struct Environment {
  State& state;  // replaced only after the host has stored the new one
  Random& random;
  DeviceKey device_key{};  // D
  std::int64_t now = 0;    // Unix seconds
};

class Operation {
 public:
  Operation(Operation&&) noexcept;
  Operation& operator=(Operation&&) noexcept;
  ~Operation();

  Effect start();
  // The host's answer to the effect before: bytes, empty where there is nothing to say, or an error. After
  // the end: Failed with Error::wrong_state, always.
  Effect resume(Result<Bytes> answer);
  bool ended() const;

  struct Frame;  // internal
  explicit Operation(std::unique_ptr<Frame> frame);

 private:
  std::unique_ptr<Frame> frame_;
};

// Pins the platform's descriptor. The first one must have the digest of the configuration QR code; a later
// one must be signed by a pinned root. Yields nothing.
Operation configure(Environment environment, Bytes signed_descriptor, std::optional<Digest> fingerprint);

// Makes a split key under a new PIN. `dates` are for the PIN's policy (check_new_pin). `activation` is an
// operator's one-time code, else empty. If the answer is lost, nothing was stored: generate again. Yields a
// GeneratedKey.
struct GenerateOptions {
  std::string label;
  std::string activation;
  std::vector<std::string> dates;
};
Operation generate(Environment environment, Secret pin, GenerateOptions options);

// Everything from here on that takes a PIN fails with Error::operation_pending while an earlier operation of
// the key is not settled, and with Error::wrong_pin, key_locked, pin_wait, key_suspended, key_frozen and the
// like as the vault says, tries left included; the state is consistent after each.

// Signs an intent. Yields the DER of an SM2Signature that was verified under the key.
Operation sign(Environment environment, Identifier key_id, Secret pin, IntentKind kind, Bytes intent);

// Signs a certification request. Yields the DER of the PKCS#10 request.
Operation request_certificate(Environment environment, Identifier key_id, Secret pin, Name subject);

// Sets a new PIN and new shares. Yields nothing.
Operation change_pin(Environment environment, Identifier key_id, Secret old_pin, Secret new_pin,
                     std::vector<std::string> dates);

// Fetches certificates and encryption shares and checks them: the keys are ours, the chain ends in a pinned
// root. Yields nothing.
Operation install(Environment environment, Identifier key_id, Secret pin);

// Decrypts with one of the key's encryption keys; where none is named, with each of them, the newest first,
// until one opens it. Yields the plaintext; Error::decryption_failed.
Operation decrypt(Environment environment, Identifier key_id, Secret pin, sm2::Ciphertext ciphertext,
                  std::optional<Identifier> encryption_key_id);

// Opens a drill's message (core/drill.hpp) with this one of the key's encryption keys and yields its answer,
// nothing else: Error::malformed for a message that is no drill. As for decrypting, Error::decryption_failed.
Operation answer_drill(Environment environment, Identifier key_id, Secret pin, sm2::Ciphertext message,
                       Identifier encryption_key_id);

// Settles the pending operation. A half-made signature is given up. A change of PIN that the vault has
// applied needs both PINs to be finished (Error::pins_needed without them), an unlocking the new one; a
// mistyped one destroys nothing: Error::wrong_pin for the new one, Error::wrong_old_pin for the old one, and
// it may be tried again. A key that was transferred is forgotten.
struct BothPins {
  Secret old_pin;  // empty for an unlocking
  Secret new_pin;
};
Operation resynchronise(Environment environment, Identifier key_id, std::optional<BothPins> pins);

// Stops the key at once: nothing is signed or decrypted with it and its certificates are on hold until it is
// unfrozen. No PIN, also while an operation is pending; changes nothing here. Yields the key's status.
Operation freeze(Environment environment, Identifier key_id);

// Takes that back; also for a key that is not frozen. Yields nothing.
Operation unfreeze(Environment environment, Identifier key_id, Secret pin);

// Sets a new PIN for a locked key without the old one, once, after an order for it was approved:
// Error::unlock_not_approved before. Yields nothing.
Operation unlock(Environment environment, Identifier key_id, Secret new_pin, std::vector<std::string> dates);

// Change of phone. The new phone offers itself under the PIN that it will have, and yields the DER of a
// TransferTicket for its QR code. The old phone hands the key over with its own PIN: afterwards it is gone
// from its state, also if the answer was lost and resynchronise has settled it. The new phone then receives
// it - as often as it likes: Error::not_found while nothing has come, Error::stale once nothing can come any
// more - and yields a GeneratedKey. A PIN that is mistyped there counts as any other.
Operation offer_transfer(Environment environment, Secret new_pin, std::vector<std::string> dates);
Operation transfer(Environment environment, Identifier key_id, Secret pin, Bytes ticket);
Operation receive_transfer(Environment environment, Identifier transfer_id, Secret pin);

// Asks the vault about a key; no PIN, also while an operation is pending.
Operation status(Environment environment, Identifier key_id);
Operation history(Environment environment, Identifier key_id, std::uint64_t before, std::uint64_t limit);

}  // namespace palmkey::core::device
