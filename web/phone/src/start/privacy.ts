// Raised whenever the privacy notice says something new: it is then shown again.
export const privacyVersion = "1";
