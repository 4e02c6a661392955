import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { key, life, played, press } from "../../testing/lives.ts"
import { rendered } from "../../testing/rendered.ts"
import * as sample from "../../testing/samples.ts"
import { topicOf } from "../console/Exchange.ts"
import type { State } from "../console/State.ts"
import { withDueNotice } from "../console/Step.ts"
import { update } from "../console/update.ts"
import { type Key, nameOfKey, textOfKey } from "../keys/Key.ts"
import { cellsOf, clean, steady } from "../look/cells.ts"
import { textOf } from "../look/Line.ts"
import { isChange } from "../requests/endpointOf.ts"
import { bindingsOf } from "./bindingsOf.ts"
import { helpText } from "./help/Help.tsx"
import { typingOf } from "./typingOf.ts"

const runs = { numRuns: 200 }

const pressing = (state: State, ...keys: ReadonlyArray<Key>): State =>
  keys.reduce((before, one) => update(before, { _tag: "Pressed", key: one }).state, state)

describe("whatever happens", () => {
  it("leads everywhere: the lives that are played below see every screen and every field", () => {
    const seen = new Set<string>()
    for (const happenings of fc.sample(life, { numRuns: 1_500, seed: 7 })) {
      played(happenings, (_, __, { state }) => {
        for (const { _tag } of state.above) seen.add(_tag)
        const into = typingOf(state)?.into
        if (into !== undefined) seen.add(into)
      })
    }
    expect([...seen].toSorted()).toEqual([
      "Calls",
      "Choosing",
      "Closing",
      "CommandLine",
      "Confirming",
      "Help",
      "IncidentPane",
      "Linking",
      "Reasoning",
      "Renaming",
      "Several",
      "SigningIn",
      "TeamForm",
      "the command line",
      "the comment",
      "the description",
      "the filter",
      "the name",
      "the reason",
      "the search for an incident",
      "the search for people and groups"
    ])
  })

  it("nothing throws, and the screen always has the terminal's lines, none of them too wide", () =>
    fc.assert(
      fc.property(life, (happenings) => {
        const state = played(happenings, () => {})
        const lines = rendered(state).split("\n")
        expect(lines).toHaveLength(state.terminal.rows)
        for (const line of lines) {
          expect(cellsOf(line)).toBeLessThanOrEqual(state.size.columns)
          // oxlint-disable-next-line no-control-regex
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/u)
        }
      }),
      runs
    ))

  it("Esc always gets home: to the list, with nothing over it and no filter on it", () =>
    fc.assert(
      fc.property(life, (happenings) => {
        const state = played(happenings, () => {})
        const home = pressing(state, ...Array.from({ length: state.above.length + 2 }, () => "esc"))
        expect(home).toMatchObject({ above: [], grid: { filtering: false, filter: { text: "" } } })
      }),
      runs
    ))

  it("a key that isn't told of never does anything but take a notice away, for the next one", () =>
    fc.assert(
      fc.property(life, key, (happenings, pressed) => {
        const state = played(happenings, () => {})
        fc.pre(!bindingsOf(state).some(({ keys }) => keys.includes(pressed)))
        fc.pre(typingOf(state) === undefined || textOfKey(pressed) === undefined)
        const after = update(state, { _tag: "Pressed", key: pressed })
        expect(after).toEqual({ state: withDueNotice({ ...state, notice: undefined }), intents: [] })
      }),
      runs
    ))

  it("a key that can't be used never does anything but say why", () =>
    fc.assert(
      fc.property(life, (happenings) => {
        const state = played(happenings, () => {}, { me: sample.reader })
        for (const { keys, refusal: why } of bindingsOf(state)) {
          if (why === undefined) continue
          expect(why).toMatch(/\w.*[.:)]$/u)
          const after = update(state, { _tag: "Pressed", key: keys[0] })
          expect(after.intents).toEqual([])
          expect(after.state).toEqual({ ...state, notice: { text: why, tone: "warning", since: state.now } })
        }
      }),
      runs
    ))

  it("nothing is ever changed but by a key that says so, and what can't be taken back is asked first", () =>
    fc.assert(
      fc.property(life, (happenings) => {
        played(happenings, (before, message, { intents }) => {
          for (const intent of intents) {
            if (intent._tag !== "Ask" || !isChange(intent.request)) continue
            if (message._tag !== "Pressed") {
              // Sent again about what is there now, as nothing that matters had changed.
              const resent = before.above.some((screen) => "sending" in screen && screen.failure?.kind === "changed")
              expect(resent).toBe(true)
              continue
            }
            const pressed = bindingsOf(before).find(({ keys }) => keys.includes(message.key))
            const shown = before.above.at(-1)?._tag
            if (shown !== "CommandLine") expect(pressed).toMatchObject({ changes: true })
            const { request } = intent
            const removes =
              request._tag === "RemovePeople" ||
              request._tag === "RecreateTeam" ||
              (request._tag === "DecideMerge" && request.into === undefined) ||
              (request._tag === "DecideAccess" && request.verdict === "deny") ||
              (request._tag === "ChangeIncident" && request.change.status === "Closed")
            if (removes) expect(["Confirming", "Closing", "Reasoning", "Several"]).toContain(shown)
          }
        })
      }),
      runs
    ))

  it("nothing is ever changed with --readonly", () =>
    fc.assert(
      fc.property(life, (happenings) => {
        played(
          happenings,
          (_, __, { intents }) => {
            for (const intent of intents) {
              if (intent._tag === "Ask") expect(isChange(intent.request)).toBe(false)
            }
          },
          { readonly: true }
        )
      }),
      runs
    ))

  it("the same is never asked twice at once", () =>
    fc.assert(
      fc.property(life, (happenings) => {
        played(happenings, (_, __, { intents }, open) => {
          const topics = new Set(open.map(topicOf))
          for (const intent of intents) {
            if (intent._tag === "Ask") expect(topics).not.toContain(topicOf(intent.request))
          }
        })
      }),
      runs
    ))

  it("? always lists every key that works, and no other", () =>
    fc.assert(
      fc.property(life, (happenings) => {
        const state = played(happenings, () => {})
        const bindings = bindingsOf(state)
        const text = helpText(bindings, undefined, 1_000).map(textOf)
        const listed = text.filter((line) => /\S {2}|\S {1}\S/u.test(line) && !line.startsWith(" "))
        for (const { keys, does } of bindings) {
          const names = keys.map(nameOfKey).join(" ")
          expect(listed.some((line) => line.startsWith(names) && line.includes(steady(clean(does))))).toBe(true)
        }
        const keys = bindings.flatMap((binding) => binding.keys)
        expect(new Set(keys).size).toBe(keys.length)
      }),
      // The command line offers an incident whose title has an emoji of several code points.
      { ...runs, examples: [[[...press(":", "2")]]] }
    ))
})
