/** Why a text can't be sent: it has more characters than the contract allows. */
export const tooLong = (name: string, text: string, most: number): string | undefined =>
  text.length > most ? `The ${name} has ${text.length} characters; at most ${most} are allowed.` : undefined
