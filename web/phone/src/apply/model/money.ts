// Fen as yuan: 5000 -> "50.00".
export function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

// As the front reckons it (front/catalogue).
export function feeOf(feePerYear: number, months: number): number {
  return Math.floor((feePerYear * months) / 12);
}
