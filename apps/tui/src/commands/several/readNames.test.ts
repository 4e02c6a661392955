import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { namesIn } from "./readNames.ts"

const read = (text: string) => Effect.runPromise(namesIn(text))
const failure = (text: string) => Effect.runPromise(Effect.flip(namesIn(text)))

describe("a list on standard input", () => {
  it.each([
    ["one per line", "1042\n1043\n", ["1042", "1043"]],
    ["in one line, by number and id", " 1042\tsoc~7a1e ", ["1042", "soc~7a1e"]],
    ["with lines of Windows and a byte order mark", "\uFEFF1042\r\n\r\n1043\r\n", ["1042", "1043"]],
    ["with comments", "# to be closed\n1042 # phishing, like #1043\n\n  #\n1044", ["1042", "1044"]]
  ])("is read %s", async (_, text, names) => {
    expect(await read(text)).toEqual(names)
  })

  it.each(["", " \n", "# nothing\n"])("isn't empty: %j is invalid usage", async (text) => {
    expect(await failure(text)).toMatchObject({ ending: "usage", type: "nothing-named" })
  })

  it.each(["1042\n#1043\n", "#1043 was right", "1042 #1043"])(
    "doesn't guess whether a number with a mark is left out: %j is invalid usage",
    async (text) => {
      expect(await failure(text)).toMatchObject({
        ending: "usage",
        type: "ambiguous-name",
        remedy: expect.stringContaining("Write 1043 for the incident")
      })
    }
  )
})
