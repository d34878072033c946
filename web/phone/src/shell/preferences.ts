// The few choices that are kept outside the device's own storage; none of them is secret. A browser that refuses
// storage keeps them as long as the page lives.
const prefix = "palmkey.";
const held = new Map<string, string>();

function read(name: string): string | undefined {
  try {
    return localStorage.getItem(prefix + name) ?? held.get(name);
  } catch {
    return held.get(name);
  }
}

function write(name: string, value: string | undefined): void {
  if (value === undefined) held.delete(name);
  else held.set(name, value);
  try {
    if (value === undefined) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, value);
  } catch {
    // Refused storage: `held` has it.
  }
}

export const preferences = {
  get language(): string | undefined {
    return read("language");
  },
  set language(value: string | undefined) {
    write("language", value);
  },
  // The version of the privacy notice that was accepted.
  get privacyAccepted(): string | undefined {
    return read("privacy");
  },
  set privacyAccepted(value: string | undefined) {
    write("privacy", value);
  },
};

// Forgets all that the screens keep for the next visit, but the language; also what was typed and who was signed in.
export function forgetPreferences(): void {
  const { language } = preferences;
  held.clear();
  for (const storage of ["localStorage", "sessionStorage"] as const) {
    try {
      const kept = window[storage];
      for (const name of Object.keys(kept)) if (name.startsWith(prefix)) kept.removeItem(name);
    } catch {
      // Refused storage holds nothing.
    }
  }
  preferences.language = language;
}
