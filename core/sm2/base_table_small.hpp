// The base point's comb for programs that are loaded over the net: 2 kB, in Montgomery form. Made by
// scripts/tables/sm2_base_table_small.cpp; a test computes each entry again.
#pragma once

#include "core/sm2/point_path.hpp"

namespace palmkey::core::sm2 {

inline constexpr SmallBaseShape::Table small_base_table = {{{{
    {FieldElement::of_montgomery(
         {0x089b9ae99ad8d0e5, 0xe802c8805b4834a7, 0x7e07edc7b40f6d11, 0xbf21830337332ea8}),
     FieldElement::of_montgomery(
         {0x5f98d154bfd46bde, 0x9a2718fc6c02bf06, 0x84bdeef289a4cfb5, 0x670cadd277ac0399})},
    {FieldElement::of_montgomery(
         {0x1eca5801e26184a6, 0xd0f515abed4ee303, 0x35461834a7727fb4, 0x9799a7fa1521fa45}),
     FieldElement::of_montgomery(
         {0xabdd85d26c5640df, 0xbdacc052dd236a78, 0x5b4ad5bd6de2aab3, 0xdbf86da785935ec8})},
    {FieldElement::of_montgomery(
         {0xf003828a9f773544, 0xe48bcb4766196626, 0x254590377aab02c9, 0xda1c60d7402ca49e}),
     FieldElement::of_montgomery(
         {0x5372d82cdd052a54, 0x77ffa092afdd2ea8, 0xbef8d15012b97e98, 0x5bfa079ab8096843})},
    {FieldElement::of_montgomery(
         {0x7fa5415d3af44bff, 0x97a953563f56845f, 0x2e249e1213503642, 0xc54ac6916d2ab2dd}),
     FieldElement::of_montgomery(
         {0x46b84b39247ac93d, 0x1e7d05de6e5ab7c3, 0x029623be8bf5fcad, 0x6a3f0e7c2ad7b812})},
    {FieldElement::of_montgomery(
         {0x19433f03f4c2ab50, 0x78fac9680abb27c0, 0x737ce3d2a7b204e9, 0xb3d8c2eee96aa2f1}),
     FieldElement::of_montgomery(
         {0x6c34718935590b61, 0x4a6ca29e8367dc0c, 0x8173edfff96875c9, 0x2dd21ddf5eaf19aa})},
    {FieldElement::of_montgomery(
         {0x02a8e5bda119b168, 0x7d8b7dc16ca4839a, 0x96b34c6d46e1641c, 0x8dbbbb5b6f968c81}),
     FieldElement::of_montgomery(
         {0xb2f6fd9f1a336e12, 0x1b1a5bd9c1ab2664, 0xfd71645ef0932200, 0x51e4624b3deddd12})},
    {FieldElement::of_montgomery(
         {0x6aed788aaf1e0978, 0x5fcb9bb77b273f33, 0x9776cbc9dc78ab8c, 0x0a2badb9c1a9a6aa}),
     FieldElement::of_montgomery(
         {0xcacd5e940e52192f, 0x1f19e769936a0163, 0xc0e7574809230ab7, 0x067814e3123b3ac6})},
    {FieldElement::of_montgomery(
         {0x9bdce3d917da2dcd, 0x658f3f182d906a8a, 0x1b0c6f18f4890b3c, 0x733f81778e1791e6}),
     FieldElement::of_montgomery(
         {0x7130c3413406418e, 0x13f407e4f5234a72, 0xaaa6b54c647072dd, 0x90ab68fddb82c421})},
    {FieldElement::of_montgomery(
         {0x53ea4881d7c729cb, 0x3bc952c41abf7c38, 0xdbe09daa58b88440, 0x5535b0bd3c442bce}),
     FieldElement::of_montgomery(
         {0x4a5380920fd2cb3f, 0xe3ca3d9177c125e8, 0x1354267f222c7f60, 0xaee91e3b093a89fe})},
    {FieldElement::of_montgomery(
         {0x2879980a7afea390, 0x7fe23dfa6c1255c4, 0xd0f2b0b9517cf026, 0xaab859559cb4fc5d}),
     FieldElement::of_montgomery(
         {0x63353b02a79058ce, 0x4416ca07eadb42d9, 0xc621e89f4c394885, 0x73b165667884e051})},
    {FieldElement::of_montgomery(
         {0xda8a0a18199b73d4, 0x3feabe36ff9046c3, 0x150d97e52c9b680b, 0x42b3cc6334f68603}),
     FieldElement::of_montgomery(
         {0x9b40813c871e9d0a, 0x265c9ead5b66cd6d, 0x71b6067a5c4956ec, 0x58394e2e36cf74f8})},
    {FieldElement::of_montgomery(
         {0xafcb098cec7eba96, 0x0439134b4effc894, 0x230f66d4fa5f2094, 0x9604da8686df995b}),
     FieldElement::of_montgomery(
         {0x9129094b8c674b58, 0x1c586f86e3ffdb1d, 0x25fadf04220aa178, 0x698af5ba1a59d099})},
    {FieldElement::of_montgomery(
         {0xd30b290326de77c3, 0x25e9a8fe6a5df3ea, 0x274abb1f12e1bdb1, 0xe79205617acc56f3}),
     FieldElement::of_montgomery(
         {0x2afef41ff5a41c7e, 0xcd739d4baee0be48, 0x61502f03381a90a1, 0xb915b421ca320069})},
    {FieldElement::of_montgomery(
         {0x4da1f54f0008301e, 0xd48a53947be5488a, 0x5b5c7c346b2d966a, 0x81a46d34b152af75}),
     FieldElement::of_montgomery(
         {0x878d3559100bec28, 0x894467b8dc5a374e, 0x4268cabd5567b397, 0x90e48a0f5c28b8d1})},
    {FieldElement::of_montgomery(
         {0xd81f476267639736, 0x9908aa2e0668205b, 0x21037a6f09e403f4, 0x6b94dd1d514536a6}),
     FieldElement::of_montgomery(
         {0x71fdb67fcf506907, 0x5bdb2844a8cb3ea9, 0xe59c9068b2a08110, 0x411adf649291a174})},
    {FieldElement::of_montgomery(
         {0x93de8d7714a4a00c, 0x15eaa15b5da6b56d, 0x15bc68c3ea2b7531, 0xcef302730b183e7f}),
     FieldElement::of_montgomery(
         {0x432c62b808a91c6d, 0x5aa9f632afbd816a, 0xaedf54befe3785cc, 0xf0049d70aa7a373d})},
    {FieldElement::of_montgomery(
         {0x7960b80dc04e501d, 0xe3c0aa7cc2bd8a85, 0xfacfd39e87e03f94, 0x8eddaf50dd487175}),
     FieldElement::of_montgomery(
         {0xbdfa8410322d2af9, 0x46cdb549bcbda5a7, 0xaaf5ccb84b0fec3f, 0xe1d56f4b7f43071b})},
    {FieldElement::of_montgomery(
         {0xb51b7105cbb04ea5, 0x7c18989a276295a8, 0x2845bef773b8da04, 0xff1a76d57b9f20ab}),
     FieldElement::of_montgomery(
         {0x870df0a9f99821bd, 0x36c7a2244d62586e, 0x8e0c9c4a18992269, 0x39c4943335908699})},
    {FieldElement::of_montgomery(
         {0xfc431dbaa68ff7ec, 0xe74e736a1a0426a3, 0xff2a8720c1381486, 0xddd5530ed4835b5e}),
     FieldElement::of_montgomery(
         {0xef2fb4440630b0bc, 0x4bfcedf9d18759af, 0xf8f0c3c6ad0c3332, 0x1c560c34f777e2e2})},
    {FieldElement::of_montgomery(
         {0x80ff235855b91ef4, 0x40a77e2d49962f15, 0x3733f8e2db9d75f5, 0x6cdb8b0fe9e67b2b}),
     FieldElement::of_montgomery(
         {0xb947f3bf20e47504, 0xf45881de522bcdde, 0xe48d6b2f91d3448c, 0xd71066f28eb29e4a})},
    {FieldElement::of_montgomery(
         {0x8c38530fec1ab46d, 0x9799871409217e2d, 0x159aa9b1ce1e7a14, 0xde04838d6c5fef1d}),
     FieldElement::of_montgomery(
         {0x46ce045f04db94f4, 0x20ad8799955f4269, 0xc139db8fbc5c0bd3, 0x0d621c2fd2cc7d2b})},
    {FieldElement::of_montgomery(
         {0x7473f26729fb741f, 0x4c0e7265e57590e8, 0x35e65803839056f8, 0xdff7e26026d2bc54}),
     FieldElement::of_montgomery(
         {0xc16e8a4395e435d2, 0x9973e71edb1bca41, 0xa7ef43b4cad20ec9, 0xb71121235a99f45a})},
    {FieldElement::of_montgomery(
         {0xae9076dccc418ae8, 0xe953c9415538f5b7, 0x45cf01ff802dd60f, 0x3895c9588adbe583}),
     FieldElement::of_montgomery(
         {0x01bc86c52b976f98, 0x0305f8e483f68d64, 0x9327bcbf309b535b, 0x449d2ff2f996baee})},
    {FieldElement::of_montgomery(
         {0x37f21a4a5da313b6, 0x28cf52f7ddb8b281, 0x9082329c14c8f206, 0x12909a391d66135b}),
     FieldElement::of_montgomery(
         {0x5750c7c6b0db54d6, 0xc960e5b916f299f8, 0xc849f7abb56c566c, 0x3e116cd25a7c6ce6})},
    {FieldElement::of_montgomery(
         {0x61fb0d285cf5c287, 0xdc10566a73a90fc9, 0x52006f908551318d, 0xf8921af590a04a94}),
     FieldElement::of_montgomery(
         {0xab0bc5708ffe7082, 0x5f8ce69e702d8341, 0xd2dc125b77cf4d03, 0xfa539459a43251a4})},
    {FieldElement::of_montgomery(
         {0x21f0a10ea19a44e4, 0xb275a570ae93ed2a, 0xf7d038322e5c442f, 0x42dedea73cdf0904}),
     FieldElement::of_montgomery(
         {0x6c3e97ee82eea6c3, 0x81dfa7101f0cdc34, 0xc84078deabfdaefa, 0x699bd62d341f7a3e})},
    {FieldElement::of_montgomery(
         {0x571dcb78a37fca39, 0xc2c3b519f6dc4d3e, 0xaa6be636356720d0, 0xbcf3f7aa2c6dbc99}),
     FieldElement::of_montgomery(
         {0xdc400bef5684cc3e, 0xd797d02ad90e94de, 0x7ad167a30e68fce5, 0xfebf8a0f0ed885a8})},
    {FieldElement::of_montgomery(
         {0x36533266858578d5, 0x6701775b35e489c9, 0x295e3e021f84192e, 0x856ba3ff863b698f}),
     FieldElement::of_montgomery(
         {0x3e01ddae78981e36, 0xfe71c499a2a921f3, 0x6733ff585df24b45, 0x0d25b530912704a3})},
    {FieldElement::of_montgomery(
         {0x49a53795d7fd7e99, 0xa2d309fd3013a574, 0x470f3cc976a2203c, 0x6e26066217f5424d}),
     FieldElement::of_montgomery(
         {0x33fe4c278edbd6db, 0x3a9edca034860258, 0x7443791571f355d2, 0xa080613021060270})},
    {FieldElement::of_montgomery(
         {0x0f0e3b1ed1158cb9, 0x33d9c5d4118e9043, 0x3c7d343c7935894e, 0xdf253744539f80c4}),
     FieldElement::of_montgomery(
         {0xf76b56f5c3046745, 0x1a987255bef62d97, 0x1238b7a71754d02b, 0x8334abc38455f6f3})},
    {FieldElement::of_montgomery(
         {0x9aff889e6c410d41, 0x694146c5b4280fdc, 0xfdb6cd92053fdac9, 0xa5d935127a6566a3}),
     FieldElement::of_montgomery(
         {0x1d00b3e3c0ce49aa, 0x1a3d9cbf61f4da50, 0x1fc9f28a0af39eb2, 0xf4a4c05c5b16a273})},
    {FieldElement::of_montgomery(
         {0xb1ccda1bcb864301, 0xa0fd1edac2df2bec, 0xd08dcf732ba5dfc0, 0x86e4e54c4d11ab86}),
     FieldElement::of_montgomery(
         {0x925999e61a610213, 0x7566b7c3793cc32a, 0x6ccc08654ae87f34, 0x675e11437c772043})},
}}}};

}  // namespace palmkey::core::sm2
