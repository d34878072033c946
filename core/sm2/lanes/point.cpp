#include "core/sm2/lanes/point.hpp"

#if defined(PALMKEY_LANES)

namespace palmkey::core::sm2::lanes {

// "dbl-2001-b" for a = -3 of the Explicit-Formulas Database (Bernstein, Lange), with 2·Y·Z for its Z3. The
// numbers are bounds in units of p.
PALMKEY_LANES_CODE void twice(Jacobian& p) {
  const Element zz = square(p.z);                                             // 1.36
  const Element yy = square(p.y);                                             // 1.07
  const Element x_zz = difference<2>(p.x, zz);                                // 0.6 to 3.1
  const Element m = carry(sum(sum(x_zz, x_zz), x_zz)) * carry(sum(p.x, zz));  // 2.4
  const Element s = p.x * yy;                                                 // 1.07
  const Element yz = p.y * p.z;                                               // 1.16
  const Element yyyy = square(yy);                                            // 1.08
  const Element mm = square(m);                                               // 1.36
  p.z = carry(sum(yz, yz));
  p.x = reduce(difference<9>(mm, shifted<3>(s)));
  const Element w = m * carry(difference<2>(shifted<2>(s), p.x));  // 2.0
  p.y = reduce(difference<9>(w, shifted<3>(yyyy)));
}

namespace {

// The end of both additions: u1 and s1 are the coordinates of p, u2 and s2 those of q, made comparable; z is
// the product of their Z.
PALMKEY_LANES_INLINE void add_comparable(Jacobian& p, const Element& u1, const Element& s1, const Element& u2,
                                         const Element& s2, const Element& z) {
  const Element h = carry(difference<2>(u2, u1));  // 3.4
  const Element r = carry(difference<2>(s2, s1));  // 3.4
  const Element hh = square(h);                    // 1.8
  const Element rr = square(r);                    // 1.8
  p.z = z * h;                                     // 1.6
  const Element hhh = h * hh;                      // 1.4
  const Element v = u1 * hh;                       // 1.2
  const Element sh = s1 * hhh;                     // 1.2
  p.x = reduce(difference<4>(rr, sum(hhh, shifted<1>(v))));
  const Element w = r * carry(difference<2>(v, p.x));  // 1.7
  p.y = reduce(difference<2>(w, sh));
}

}  // namespace

// "madd" with the operations of "add-1998-cmo-2", Explicit-Formulas Database.
PALMKEY_LANES_CODE void add(Jacobian& p, const Affine& q) {
  const Element zz = square(p.z);  // 1.36
  const Element zzz = p.z * zz;    // 1.3
  const Element u2 = q.x * zz;     // 1.2
  const Element s2 = q.y * zzz;    // 1.2
  add_comparable(p, p.x, p.y, u2, s2, p.z);
}

// "add-1998-cmo-2" with the powers of q's Z at hand.
PALMKEY_LANES_CODE void add(Jacobian& p, const Addend& q) {
  const Element zz = square(p.z);
  const Element zzz = p.z * zz;
  const Element u1 = p.x * q.zz;   // 1.2
  const Element s1 = p.y * q.zzz;  // 1.2
  const Element u2 = q.x * zz;     // 1.2
  const Element s2 = q.y * zzz;    // 1.2
  const Element z = p.z * q.z;     // 1.4
  add_comparable(p, u1, s1, u2, s2, z);
}

PALMKEY_LANES_CODE Addend addend(const Jacobian& p) {
  const Element zz = square(p.z);
  return {p.x, p.y, p.z, zz, p.z * zz};
}

PALMKEY_LANES_CODE __mmask8 make_odd(Element& k) {
  Element opposite{};
  for (std::size_t i = 0; i < limb_count; ++i) opposite.limbs[i] = all(order[i]) - k.limbs[i];
  const __mmask8 even = _mm512_testn_epi64_mask(k.limbs[0], all(1));
  k = select(even, carry(opposite), k);
  return even;
}

}  // namespace palmkey::core::sm2::lanes

#endif
