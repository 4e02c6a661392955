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

/** `forced`: by the colors of the reader's own, as Windows' contrast themes do. */
type Look = readonly [width: number, colorScheme: "dark" | "light", colors: "forced" | "usual"]

/** The narrowest and a wide window, each color scheme once; `everyLook` has each scheme, and forced colors, at each width. */
export const twoLooks: ReadonlyArray<Look> = [
  [320, "light", "usual"],
  [1_400, "dark", "usual"]
]
export const everyLook: ReadonlyArray<Look> = [320, 768, 1_280, 1_400].flatMap((width) =>
  (["light", "dark"] as const).flatMap((scheme): ReadonlyArray<Look> => [
    [width, scheme, "usual"],
    [width, scheme, "forced"]
  ])
)

type Shown = readonly [what: string, path: string, who: string]

/** Every kind of page that only shows. */
export const somePages: ReadonlyArray<Shown> = [
  ["an incident with everything", pathOf("rich"), "Ben Sample"],
  ["a closed one, its team archived", pathOf("closed"), "Dev Sample"],
  ["one full of attacks", pathOf("odd"), "Ben Sample"],
  ["one without anything", pathOf("bare"), "Ben Sample"],
  ["a refusal", pathOf("bare"), "Elif Sample"]
]

/** Those, the list, and every form. */
export const everyPage: ReadonlyArray<Shown> = [
  ...somePages,
  ["the start page", "/", "Ben Sample"],
  ["the list", "/incidents", "Ben Sample"],
  ["the list without a match", "/incidents?search=nothing+of+that+name", "Ben Sample"],
  ["no page", "/incidents/none", "Ben Sample"],
  ["creating a team", `${pathOf("bare")}/team/new`, "Ben Sample"],
  ["its people", `${pathOf("rich")}/team/people`, "Ben Sample"],
  ["its name", `${pathOf("rich")}/team/name`, "Ben Sample"],
  ["its incidents", `${pathOf("rich")}/team/incidents`, "Ben Sample"],
  ["a merge", `${pathOf("rich")}/team/merge`, "Ben Sample"],
  ["a retry", `${pathOf("rich")}/team/retry`, "Ben Sample"],
  ["a restore", `${pathOf("rich")}/team/restore`, "Ben Sample"],
  ["another team", `${pathOf("rich")}/team/recreate`, "Ben Sample"],
  ["closing", `${pathOf("rich")}/close`, "Ben Sample"],
  ["a change", `${pathOf("rich")}/change`, "Ben Sample"],
  ["taking ownership", `${pathOf("rich")}/own`, "Ben Sample"],
  ["reopening", `${pathOf("closed")}/reopen`, "Ben Sample"],
  ["requesting access", `${pathOf("rich")}/access`, "Dev Sample"],
  ["joining", `${pathOf("rich")}/join`, "Ana Sample"]
]

/** Pages at these looks, each opened once: media change in place. */
export const fitsAtLooks = (
  pages: ReadonlyArray<Shown>,
  looks: ReadonlyArray<Look>,
  base: () => string,
  visit: (name: string) => Promise<Visit>
): void =>
  describe.each(pages)("%s", (what, path, who) => {
    let page: Visit["page"]

    const lookAt = async ([width, colorScheme, colors]: Look) => {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme, forcedColors: colors === "forced" ? "active" : "none" })
    }

    beforeAll(async () => {
      ;({ page } = await visit(who))
      // Chromium goes on painting the background that a page had in forced colors.
      await page.emulateMedia({ forcedColors: "none" })
      await openedBy(page, base() + path, who)
      await page.getByRole("main").waitFor()
      for (const look of looks) {
        await lookAt(look)
        await pictured(page, `${what.replaceAll(/\W+/gu, "-")}-${look.join("-")}`)
      }
      await page.locator("details").evaluateAll((all) => {
        for (const folded of all) folded.setAttribute("open", "")
      })
    })

    it.each(looks)("fits at %d pixels, %s, %s colors, and is in nobody's way", async (...look) => {
      await lookAt(look)
      await fits(page)
      expect(await obstacles(page)).toEqual([])
    })
  })
