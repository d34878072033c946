// Yes-or-no questions from anywhere: one dialog (ConfirmHost in App.vue) serves all screens.
import { shallowRef } from "vue";

export interface Question {
  title: string;
  message: string;
  // What the button that says yes is called.
  action: string;
  // What the other one is called; 取消 if left out.
  refusal?: string;
  danger?: boolean;
}

export const asked = shallowRef<{ question: Question; answer: (yes: boolean) => void } | null>(null);

// False if the person says no, closes the dialog, or another question is open already.
export function confirm(question: Question): Promise<boolean> {
  if (asked.value) return Promise.resolve(false);
  return new Promise((resolve) => {
    asked.value = {
      question,
      answer: (yes) => {
        asked.value = null;
        resolve(yes);
      },
    };
  });
}
