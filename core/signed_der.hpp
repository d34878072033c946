// The envelope that requests, certificates and CRLs share (RFC 5280, 4.1.1):
// SEQUENCE { what is signed, AlgorithmIdentifier, BIT STRING }, here with SM2 with SM3 (GM/T 0006,
// 1.2.156.10197.1.501, without parameters) and the signature in the form of GM/T 0009.
#pragma once

#include "core/bytes.hpp"
#include "core/der.hpp"
#include "core/result.hpp"
#include "core/sm2/signature.hpp"

namespace palmkey::core {

// Writes the AlgorithmIdentifier of SM2 with SM3.
void write_sm2_with_sm3(der::Writer& writer);
// Error::unsupported if the next element is another algorithm's identifier.
Result<void> expect_sm2_with_sm3(der::Reader& reader);

// A BIT STRING that holds the DER of a signature.
void write_signature(der::Writer& writer, const sm2::Signature& signature);
Result<sm2::Signature> read_signature(der::Reader& reader);

struct SignedDer {
  ByteView tbs;  // the whole first element, tag and length too; points into the input
  sm2::Signature signature;
};

// `tbs` is the DER of one SEQUENCE.
Bytes assemble_signed(ByteView tbs, const sm2::Signature& signature);
// Takes the envelope apart and verifies nothing.
Result<SignedDer> read_signed(ByteView der);

}  // namespace palmkey::core
