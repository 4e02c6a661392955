/** How well a text answers to what was typed: 0 best; undefined: not at all. */
export type Rank = 0 | 1 | 2 | undefined

const isStartOfWord = (text: string, at: number): boolean => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? "")

/** Whether all of a word's letters are in the text, in their order. */
const scattered = (text: string, word: string): boolean => {
  let at = 0
  for (const letter of word) {
    at = text.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}

/**
 * Every word has to be found: best where a word of the text begins with it (0), then anywhere (1), then as letters that
 * stand apart (2), which takes three of them to mean anything, and no digit: a number that is nearly right is wrong. Text and words are in lower case. The worst word counts.
 */
export const rankOf = (text: string, words: ReadonlyArray<string>): Rank => {
  let worst: 0 | 1 | 2 = 0
  for (const word of words) {
    const at = text.indexOf(word)
    const rank =
      at >= 0
        ? isStartOfWord(text, at)
          ? 0
          : 1
        : word.length > 2 && !/\d/u.test(word) && scattered(text, word)
          ? 2
          : undefined
    if (rank === undefined) return undefined
    if (rank > worst) worst = rank
  }
  return worst
}
