import type { TextQuestions } from "../lib/pipeline/text-questions.ts";

/** An event of analyse-texts: which question, and what is asked. */
export interface TextEvent<Name extends keyof TextQuestions = keyof TextQuestions> {
  ask: Name;
  question: Parameters<TextQuestions[Name]>[0];
}

/** The questions as calls of analyse-texts. */
export function askedTexts(invoke: (event: TextEvent) => Promise<unknown>): TextQuestions {
  const asked =
    <Name extends keyof TextQuestions>(ask: Name) =>
    (question: Parameters<TextQuestions[Name]>[0]) =>
      invoke({ ask, question }) as ReturnType<TextQuestions[Name]>;
  return {
    explain: asked("explain"),
    replay: asked("replay"),
    discover: asked("discover"),
    readOpml: asked("readOpml"),
  };
}
