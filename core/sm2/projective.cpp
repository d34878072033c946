#include "core/sm2/projective.hpp"

namespace palmkey::core::sm2 {

// Renes, Costello, Batina, "Complete addition formulas for prime order elliptic curves", EUROCRYPT 2016
// (eprint 2015/1060), algorithm 4: complete addition for a = -3.
ProjectivePoint add(const ProjectivePoint& p, const ProjectivePoint& q) {
  const FieldElement xx = p.x * q.x;
  const FieldElement yy = p.y * q.y;
  const FieldElement zz = p.z * q.z;
  const FieldElement xy = (p.x + p.y) * (q.x + q.y) - (xx + yy);  // X1 Y2 + X2 Y1
  const FieldElement yz = (p.y + p.z) * (q.y + q.z) - (yy + zz);  // Y1 Z2 + Y2 Z1
  const FieldElement xz = (p.x + p.z) * (q.x + q.z) - (xx + zz);  // X1 Z2 + X2 Z1
  const FieldElement t = (xz - curve_b * zz).thrice();
  const FieldElement zz3 = zz.thrice();
  const FieldElement u = (curve_b * xz - zz3 - xx).thrice();
  const FieldElement v = xx.thrice() - zz3;
  return {xy * (yy + t) - yz * u, (yy + t) * (yy - t) + v * u, yz * (yy - t) + xy * v};
}

// The same paper, algorithm 6: exception-free doubling for a = -3.
ProjectivePoint twice(const ProjectivePoint& p) {
  const FieldElement xx = p.x * p.x;
  const FieldElement yy = p.y * p.y;
  const FieldElement zz = p.z * p.z;
  const FieldElement xy2 = (p.x * p.y).twice();
  const FieldElement xz2 = (p.x * p.z).twice();
  const FieldElement yz2 = (p.y * p.z).twice();
  const FieldElement t = (curve_b * zz - xz2).thrice();
  const FieldElement zz3 = zz.thrice();
  const FieldElement u = (curve_b * xz2 - zz3 - xx).thrice();
  const FieldElement v = xx.thrice() - zz3;
  return {(yy - t) * xy2 - yz2 * u, (yy - t) * (yy + t) + v * u, (yz2 * yy).twice().twice()};
}

ProjectivePoint look_up(std::span<const ProjectivePoint> points, std::uint64_t index) {
  ProjectivePoint found;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::uint64_t mask = mask_of_zero(index ^ i);
    found.x = FieldElement::select(mask, points[i].x, found.x);
    found.y = FieldElement::select(mask, points[i].y, found.y);
    found.z = FieldElement::select(mask, points[i].z, found.z);
  }
  return found;
}

}  // namespace palmkey::core::sm2
