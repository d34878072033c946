// ./run --tour: the whole guide once, one line a step.
import { Guide } from "./steps.mjs";

// True if every step passed; ends at the first that does not.
export async function tour(platform, print) {
  const guide = new Guide(platform);
  const began = Date.now();
  const steps = guide.steps();
  for (const [index, [name, walk]] of steps.entries()) {
    const at = Date.now();
    const number = String(index + 1).padStart(2);
    try {
      const said = await walk();
      const seconds = ((Date.now() - at) / 1000).toFixed(2);
      print(`${number}/${steps.length} ${name}${said ? `: ${said}` : ""}  ${seconds} s`);
    } catch (error) {
      print(`${number}/${steps.length} ${name}  FAILED\n${error.message}`);
      return false;
    }
  }
  print(`the guide was walked in ${((Date.now() - began) / 1000).toFixed(2)} s`);
  return true;
}
