// How functions of this folder are compiled: for AVX-512 with its integer multiply-add (IFMA), whatever the
// rest of the program is compiled for. They may only be called where the processor has
// processor::avx512ifma. Without PALMKEY_LANES the folder is empty.
#pragma once

#if defined(__x86_64__)
#define PALMKEY_LANES 1
#define PALMKEY_LANES_CODE __attribute__((target("avx512f,avx512ifma,avx512vl,avx512dq,avx512bw")))
#define PALMKEY_LANES_INLINE PALMKEY_LANES_CODE __attribute__((always_inline)) inline
#endif
