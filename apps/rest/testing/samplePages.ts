import { sample } from "@incident-teams/testkit/sample"
import { beforeAll, describe, expect, it } from "vitest"
import { fits, obstacles, openedBy, pictured, type Visit } from "./browser.ts"
import { type Client, phase } from "./sampleServer.ts"

/** Incidents of the sample tenant, by their last digits. */
const incidents = {
  /** With something of everything. */
  rich: "4112",
  closed: "4101",
  /** Its texts attack the page that shows them. */
  odd: "4104",
  bare: "4107",
  live: "4106",
  quiet: "4109",
  stuck: "4110"
} as const
export type Incident = keyof typeof incidents

export const pathOf = (which: Incident): string => `/incidents/soc~5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e${incidents[which]}`
export const at = (which: Incident): string => `/v1${pathOf(which)}`

/** `rich` and `live` get a team that is open, `closed` one that is archived. */
export const createTeams = async (ben: Client): Promise<void> => {
  await ben("PATCH", at("closed"), { status: "Active" })
  for (const which of ["rich", "live", "closed"] as const) {
    await ben("POST", `${at(which)}/team`, { people: [sample.person.elif, sample.person.hugo] })
  }
  for (const which of ["rich", "live", "closed"] as const) await phase(ben, at(which), "open")
  await ben("PATCH", at("closed"), { status: "Closed", classification: "Undetermined" })
  await phase(ben, at("closed"), "archived")
}

type Look = readonly [width: number, colorScheme: "dark" | "light"]

/** The narrowest and a wide window, each color scheme once; `everyLook` has each scheme at each width. */
export const twoLooks: ReadonlyArray<Look> = [
  [320, "light"],
  [1_400, "dark"]
]
export const everyLook: ReadonlyArray<Look> = [320, 1_400].flatMap((width) =>
  (["light", "dark"] as const).map((scheme): Look => [width, scheme])
)

/** Every kind of page at these looks, each opened once: media change in place. */
export const fitsAtLooks = (
  looks: ReadonlyArray<Look>,
  base: () => string,
  visit: (name: string) => Promise<Visit>
): void =>
  describe.each([
    ["an incident with everything", "rich", "Ben Sample"],
    ["a closed one, its team archived", "closed", "Dev Sample"],
    ["one full of attacks", "odd", "Ben Sample"],
    ["one without anything", "bare", "Ben Sample"],
    ["a refusal", "bare", "Elif Sample"]
  ] as const)("%s", (what, which, who) => {
    let page: Visit["page"]

    const lookAt = async ([width, colorScheme]: Look) => {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
    }

    beforeAll(async () => {
      ;({ page } = await visit(who))
      await openedBy(page, base() + pathOf(which), who)
      await page.getByRole("main").waitFor()
      for (const look of looks) {
        await lookAt(look)
        await pictured(page, `${what.replaceAll(/\W+/gu, "-")}-${look.join("-")}`)
      }
      await page.locator("details").evaluateAll((all) => {
        for (const folded of all) folded.setAttribute("open", "")
      })
    })

    it.each(looks)("fits at %d pixels, %s, and is in nobody's way", async (...look) => {
      await lookAt(look)
      await fits(page)
      expect(await obstacles(page)).toEqual([])
    })
  })
