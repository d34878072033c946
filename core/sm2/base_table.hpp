// Multiples of the SM2 base point for the comb of multiply_base. Entry j - 1 is the sum of 2^(64 i) G over
// the bits i that are set in j, affine; a test computes each again.
#pragma once

#include <array>

#include "core/sm2/field.hpp"

namespace palmkey::core::sm2 {

struct AffinePoint {
  FieldElement x;
  FieldElement y;
};

// Coordinates as limbs, the least significant first, as in all of this folder.
inline constexpr std::array<AffinePoint, 15> base_table = {{
    {FieldElement::of_limbs({0x715a4589334c74c7, 0x8fe30bbff2660be1, 0x5f9904466a39c994, 0x32c4ae2c1f198119}),
     FieldElement::of_limbs(
         {0x02df32e52139f0a0, 0xd0a9877cc62a4740, 0x59bdcee36b692153, 0xbc3736a2f4f6779c})},
    {FieldElement::of_limbs({0xe18bd546b5824517, 0x673891d791caa486, 0xba220b99df9f9a14, 0x95afbd1155c1da54}),
     FieldElement::of_limbs(
         {0x8e4450eb334acdcb, 0xc3c7d1898a53f20d, 0x2eee750f4053017c, 0xe8a6d82c517388c2})},
    {FieldElement::of_limbs({0xf81c8da9b99fba55, 0x137f6c6149feef6e, 0xcb129aa494da9ad4, 0x82a0f5407d123db6}),
     FieldElement::of_limbs(
         {0xfdeca00772c4dbc9, 0xa961b58f0cf58373, 0xecacab94e973f9c3, 0xf12fa4696a22ca3f})},
    {FieldElement::of_limbs({0xeae3d9a9d13a42ed, 0x2b2308f6484e1b38, 0x3db7b24888c21f3a, 0xb692e5b574d55da9}),
     FieldElement::of_limbs(
         {0xd186469de295e5ab, 0xdb61ac1773438e6d, 0x5a924f85544926f9, 0xa175051b0f3fb613})},
    {FieldElement::of_limbs({0xa72d084f62c8d58b, 0xe3d6467deaf48fd7, 0x8fe75e5a128a56a7, 0xc0023fe7ff2b68bd}),
     FieldElement::of_limbs(
         {0x64f67782316815f9, 0xb52b6d9b19a69cd2, 0x5d1ed6fa89cbbade, 0x796c910ee7f4ccdb})},
    {FieldElement::of_limbs({0x1b2150c1c5f13015, 0xdaaba91b5d952c9b, 0x0e8cc24c3f546142, 0x75a34b243705f260}),
     FieldElement::of_limbs(
         {0x77d195421cef1339, 0x636644aa0c3a0623, 0x4683df176eeb2444, 0x642ce3bd3535e74d})},
    {FieldElement::of_limbs({0x4a59ac2c6e7ecc08, 0xaf2b71164f191d63, 0x3622a87fb284554f, 0xd9eb397b441e9cd0}),
     FieldElement::of_limbs(
         {0xa66b8a4893b6a54d, 0x26fb89a40b4a663a, 0xafa87501eedfc9f4, 0xf3f000bc66f98108})},
    {FieldElement::of_limbs({0xad8bc68ce031d616, 0x16888d8ee4003187, 0x44c0757f3bb8b600, 0x793fae7af0164245}),
     FieldElement::of_limbs(
         {0x210cd042973f333b, 0x08666ff52dbd25f9, 0x65c5b129f5f7ad5d, 0xe03d7a8d19b3219a})},
    {FieldElement::of_limbs({0xd68bfbace0e00392, 0x261014f7d3445dc7, 0xd9f46b2714a071ee, 0x1b200af30810b682}),
     FieldElement::of_limbs(
         {0x0d91d8b12ae69bcd, 0x74a08f17bf8cd981, 0xd822913cf0d2b82d, 0x248b7af0b05bfad2})},
    {FieldElement::of_limbs({0xba119a049e62f2e2, 0xf278e8a34df05ae5, 0xd269f3564eb5d180, 0x8e74ad0f4f957cb1}),
     FieldElement::of_limbs(
         {0x112ff4dabd76e2dd, 0x91373f20630fdb7f, 0xf43eab474992904c, 0x55a5ccc7af3b6db4})},
    {FieldElement::of_limbs({0x5ad104a8bdd23de9, 0xf5a9e515eb71c2c1, 0x390542a0ba95c174, 0x4c55fb20426491bf}),
     FieldElement::of_limbs(
         {0x91525735ef626289, 0xd2ed977f88f09635, 0xfd48731b7a8a8521, 0x08f89a03b8fdebea})},
    {FieldElement::of_limbs({0x7e8e61ea35eb8e2e, 0x1bb2700db98a762c, 0xd81ea23b7738c17c, 0xf9def2a46dba26a3}),
     FieldElement::of_limbs(
         {0x183a7912d05e329f, 0x34664a0896ccde0e, 0x56c22652614283bb, 0x91692899d5ff0513})},
    {FieldElement::of_limbs({0x449d48d8f3bdbe19, 0xab95de03cc8510cb, 0xaef159463f8bfb25, 0xda72c379dae3ca8b}),
     FieldElement::of_limbs(
         {0xcba9315ce82cc3ea, 0x4e524bac38a58020, 0x36ba2752538e348c, 0xb170d0da75ed450f})},
    {FieldElement::of_limbs({0x947af0f52b4f8da6, 0x7eda17d917827976, 0x5ba79a0c705853a0, 0xa5d9873b3fb2ddc7}),
     FieldElement::of_limbs(
         {0xc2a48162a5fd9ce9, 0x80ee8ae526f25f02, 0xf60c8ef6633be6a9, 0xe2e23f0229a84a35})},
    {FieldElement::of_limbs({0xbc4945bd86bb6afb, 0x237eb711eba46fee, 0x7c1db58b7b86eb33, 0xd94eb728273b3ac7}),
     FieldElement::of_limbs(
         {0xbe1717e59568d0a4, 0x4a6067cc45f70212, 0x19b32eb5afc2fb17, 0xbe3c1e7ac3ac9d3c})},
}};

}  // namespace palmkey::core::sm2
