import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { timeScale } from "@incident-teams/testkit/Simulator"
import { describe, expect, it } from "vitest"
import * as consoleOnSandbox from "../testing/consoleOnSandbox.ts"
import { ownSandbox } from "../testing/ownSandbox.ts"

const { control, newIncident, tokenOf, url } = await ownSandbox()

const consoleOf = (who: string, options: consoleOnSandbox.OpenedConsole = {}) =>
  consoleOnSandbox.consoleOf(who, { server: url, token: () => tokenOf(who), ...options })

/** Ben's console with the team of an incident of its own, open on its Team section. */
const withTeam = async (title?: string) => {
  const incident = await newIncident(title)
  const ben = await consoleOf("ben")
  await ben.goTo(incident.number)
  await ben.press("n")
  await ben.sees(`INC-${incident.number}`)
  await ben.press("ctrl+s")
  await ben.sees("✓ Open", "in the team")
  return { ben, ...incident }
}

/**
 * Reads the team again and again until Teams says so: whoever reads it makes the server look at Teams, at most once a minute
 * of Teams' time. By itself the console reads a team that it shows once in a real minute.
 */
const lookedAtUntil = async (ben: Awaited<ReturnType<typeof consoleOf>>, text: string | RegExp): Promise<void> => {
  const readAgain = async () => {
    await ben.press("r")
    return ben.screen().search(text)
  }
  await expect.poll(readAgain, { interval: 60_000 / timeScale }).toBeGreaterThanOrEqual(0)
}

/** Keeps the next request of a kind until it is released: what is to be seen meanwhile stands still. */
const held = async (request: { readonly method: string; readonly path: string }) => {
  const id = `hold-${crypto.randomUUID()}`
  await control("POST", "/faults", { id, surface: "graph", ...request, fault: { kind: "hold" } })
  return {
    release: async () => {
      await control("GET", `/faults/${id}?untilHeld=240000`)
      await control("POST", `/faults/${id}/release`)
      await control("DELETE", `/faults/${id}`)
    }
  }
}

const inShell = async (command: string, token: string): Promise<string> => {
  const { stdout } = await promisify(execFile)("sh", ["-c", command], {
    env: { ...process.env, INCIDENT_TEAMS_TOKEN: token }
  })
  return stdout
}

/** The team as the simulated Teams has it. */
const teamIn = async (number: string) => {
  const { teams } = await control("GET", "/truth")
  return teams.find(
    ({ displayName, deletedAt }: { readonly displayName: string; readonly deletedAt?: string }) =>
      deletedAt === undefined && displayName.startsWith(`INC-${number} `)
  )
}

// Takes up to 20 seconds, most of them waited: that a deleted team is lost is believed after 5 minutes of Teams' time.
describe("a team", () => {
  it("is created from an incident, and what would be refused is shown before anything is sent", async () => {
    const { number, title } = await newIncident("Phishing aimed at payroll")
    // Made before the list is read, which would otherwise show it only after the feed's next sweep.
    const another = await newIncident()
    const ben = await consoleOf("ben")
    await ben.goTo(number)
    await ben.press("n")
    await ben.sees(`New team for #${number} ${title}`, `INC-${number} ${title}`, "Microsoft Sentinel incident")
    await ben.type(": war room")
    await ben.press("tab", "tab")

    await ben.type("hugo")
    await ben.sees("✗ The account is disabled.")
    await ben.press("down", "enter")
    await ben.sees("Hugo Sample can't be added: The account is disabled.")
    await ben.press("up", "ctrl+u")

    await ben.type("farid")
    await ben.sees(/Farid Sample .*farid@/u)
    await ben.press("down", "enter")
    await ben.sees(/☆ Farid Sample/u, "1 person besides you")

    await ben.type("elif")
    await ben.sees(/Elif Sample .*elif@/u)
    await ben.press("down", "enter")
    await ben.type("soc tier 1")
    await ben.sees(/SOC Tier 1 .*group/u)
    await ben.press("down", "enter")
    await ben.sees(/SOC Tier 1 +group, 12 people/u, "14 people besides you")
    await ben.type("everyone")
    await ben.sees(/Everyone .*group/u)
    await ben.press("down", "enter")
    await ben.sees("✗ It has 3,600 people", "14 people besides you; not included: Everyone")

    // Farid is taken out, and Elif becomes a favorite.
    await ben.press("tab")
    await ben.sees(/› ☆ Farid Sample/u)
    await ben.press("d")
    await ben.loses("Farid Sample")
    await ben.press("*")
    await ben.sees(/› ★ Elif Sample/u, "Elif Sample is now a favorite")
    await ben.press("ctrl+s")

    await ben.sees("[2 Team]", `INC-${number} ${title}: war room`)
    await ben.sees("✓ Open", "https://teams.microsoft.com/l/team/", "in the team", /✓ Ben Sample +Owner/u)
    await lookedAtUntil(ben, /✓ Elif Sample +Member/u)
    await ben.sees(/✓ SOC Tier 1 +Group, 1\d people/u)
    expect(ben.screen()).not.toContain("Farid")
    await ben.press("7")
    await ben.sees("The team is ready.")

    await ben.press("esc", "esc")
    await ben.goTo(another.number)
    await ben.press("n")
    await ben.sees(/★ Elif Sample/u, "1 person besides you")
    // Unstarred it stays selected here, and isn't a favorite any more.
    await ben.press("tab", "tab", "tab", "*")
    await ben.sees(/☆ Elif Sample/u, "no longer a favorite")
  })

  it("is created by someone who listens to a screen reader", async () => {
    const { number, title } = await newIncident("Phishing aimed at payroll")
    const ben = await consoleOf("ben", { isRead: true, size: { columns: 140, rows: 40 } })
    await ben.sees("sorted by age")
    await ben.press("/", ...`#${number}`.split(""), "enter")
    await ben.sees(
      new RegExp(`option: \\(selected\\) High, number ${number}, ${title}, Active, no owner, .*no team`, "u")
    )
    await ben.press("n")
    await ben.sees(`New team for #${number} ${title}`, `textbox: Name, focused: INC-${number} ${title}`)
    await ben.press("tab", "tab")
    await ben.type("elif")
    await ben.sees("textbox: Search, focused: elif", "option: Elif Sample, elif@")
    await ben.press("down")
    await ben.sees("option: (selected) Elif Sample, elif@")
    await ben.press("enter")
    await ben.sees(
      "Selected groups and users (1)",
      "option: Elif Sample",
      "button: Create the team, 1 person besides you"
    )
    await ben.press("ctrl+s")
    await ben.sees("tab: (selected) 2 Team", "Open since", "option: (selected) Ben Sample: Owner")
    await lookedAtUntil(ben, "option: Elif Sample: Member")
  })

  it("shows its progress while it is created, archived and reopened, and who is still being added", async () => {
    const { number } = await newIncident()
    const putTeam = await held({ method: "PUT", path: "/groups/{id}/team" })
    const ben = await consoleOf("ben")
    await ben.goTo(number)
    await ben.press("n")
    await ben.sees(`INC-${number}`)
    await ben.press("ctrl+s")
    await ben.sees("◐ Creating", /✓ requested ─ ✓ group ─ ◐ team ─ ○ people 0\/\d ─ ○ page ─ ○ link posted/u)
    await ben.sees(/◐ Ben Sample +Adding/u, /\d being added/u)
    await putTeam.release()
    await ben.sees("✓ Open", /✓ Ben Sample +Owner/u)

    const archive = await held({ method: "POST", path: "/teams/{id}/archive" })
    await ben.press("c", "enter")
    await ben.sees("◐ Archiving", "✓ incident closed ─ ◐ archiving ─ ○ archived")
    await archive.release()
    await ben.sees("○ Archived")

    const unarchive = await held({ method: "POST", path: "/teams/{id}/unarchive" })
    await ben.press("o", "enter")
    await ben.sees("◐ Reopening", "✓ incident reopened ─ ◐ reopening ─ ○ open")
    await unarchive.release()
    await ben.sees("✓ Open")
  })

  it("is archived by closing its incident, and the same team again when that is reopened", async () => {
    const { number } = await newIncident()
    const ben = await consoleOf("ben")
    await ben.goTo(number)
    await ben.press("n")
    await ben.sees(`INC-${number}`)
    await ben.press("ctrl+s")
    await ben.sees("✓ Open")
    await ben.press("y")
    await ben.isNotified("Copied the team's link to the terminal's clipboard")
    const [link] = ben.clipboard()
    expect(link).toMatch(/^https:\/\/teams\.microsoft\.com\//u)

    await ben.press("c")
    await ben.sees("› True positive: suspicious activity", "Its team will be archived")
    await ben.press("down", "tab")
    await ben.type("Pentest of the red team")
    await ben.press("enter")
    await ben.isNotified(`Incident ${number} is closed.`)
    await ben.isNotified(`The team of incident ${number} is archived.`)
    await ben.sees("○ Archived")
    await ben.press("1")
    await ben.sees("Closed (benign positive: suspicious but expected)", "Pentest of the red team")

    await ben.press("o")
    await ben.sees("› Active: someone is working on it")
    await ben.press("enter")
    await ben.isNotified(`The status of incident ${number} is now Active.`)
    await ben.press("2")
    await ben.sees("✓ Open")
    await ben.press("y")
    await expect.poll(ben.clipboard).toEqual([link, link])
  })

  it("adds people, warns about those who can't open it, removes people, and is renamed", async () => {
    const { ben, number } = await withTeam()
    await ben.press("a")
    await ben.sees("Add people to", "No one is selected.")
    await ben.press("ctrl+s")
    await ben.sees("No one is selected.")
    await ben.type("ben sample")
    await ben.sees(/Ben Sample.*in the team/u)
    await ben.press("down", "enter")
    await ben.sees("Ben Sample is already in the team.")
    await ben.press("up", "ctrl+u")
    await ben.type("farid")
    await ben.sees(/Farid Sample .*farid@/u)
    await ben.press("down", "enter", "ctrl+s")
    await ben.sees(/Farid Sample: Has no Teams licen/u)
    await lookedAtUntil(ben, /✓ Farid Sample +Member/u)

    await ben.press("G")
    await ben.sees(/› ✓ Farid Sample/u)
    await ben.press("d")
    await ben.sees("Remove Farid Sample", "y remove Farid Sample")
    await ben.press("n")
    await ben.loses("Remove Farid Sample")
    await ben.press("d", "y")
    await ben.sees(/· Farid Sample +Removed/u)

    await ben.press("e")
    await ben.sees("Change the team's name or description")
    await ben.press("ctrl+u")
    await ben.type("War room")
    await ben.press("enter")
    await ben.isNotified('The team is being renamed to "War room".')
    await ben.press("7")
    await ben.sees('The team was renamed to "War room".')
    const { teams } = await control("GET", "/truth")
    expect(teams.map(({ displayName }: { readonly displayName: string }) => displayName)).toContain("War room")
    expect(await teamIn(number)).toBeUndefined()
  })

  it("is blocked until someone acts, and continues after a retry", async () => {
    const { number } = await newIncident()
    // A refused group blocks at once, a refused team only after 20 minutes of Teams' time.
    await control("POST", "/faults", {
      id: `no-group-${number}`,
      surface: "graph",
      method: "PATCH",
      path: "/groups(uniqueName='{key}')",
      times: 1_000,
      fault: { kind: "answer", status: 400, code: "Request_BadRequest", message: "No more groups." }
    })
    const ben = await consoleOf("ben")
    await ben.goTo(number)
    await ben.press("n")
    await ben.sees(`INC-${number}`)
    await ben.press("ctrl+s")
    await ben.sees("! Blocked", "! Action needed: the team's group can't be created.", "(t: retry")
    await ben.sees(/✓ requested ─ ✗ group ─ ○ team/u)
    await control("DELETE", `/faults/no-group-${number}`)
    await ben.press("t")
    await ben.sees(`The team of incident ${number} is open.`, "✓ Open")
  })

  it("is restored, or recreated, after someone deleted it in Teams", async () => {
    const { ben, number } = await withTeam()
    const { id } = await teamIn(number)
    await control("POST", `/teams/${id}/delete`)
    await lookedAtUntil(ben, "! Deleted")
    await ben.sees("! The team was deleted in Teams.")
    await ben.press("a")
    await ben.sees("The team was deleted in Teams. Restore it (R) or recreate it (M).")
    await ben.press("R")
    await ben.sees("✓ Open")

    await control("POST", `/teams/${id}/delete`)
    await lookedAtUntil(ben, "! Deleted")
    await ben.press("M")
    await ben.sees("y recreate the team")
    await ben.press("y")
    await ben.sees("✓ Open")
    await lookedAtUntil(ben, "1 in the team")
    expect((await teamIn(number)).id).not.toBe(id)
  })
})

describe("access", () => {
  it("is requested by a Reader, and decided by an owner", async () => {
    const { ben, number } = await withTeam()
    const dev = await consoleOf("dev")
    await dev.goTo(number)
    await dev.press("enter", "A")
    await dev.sees("Request access")
    await dev.press("enter")
    await dev.sees("Enter a reason. The owner who decides reads it.")
    await dev.type("I run the mail gateway")
    await dev.press("enter")
    await dev.sees("Access requested. An owner of the team decides.")

    await ben.sees("3 Access (1)")
    await ben.press("3")
    await ben.sees(/› Dev Sample .*I run the mail gateway/u)
    await ben.press("-")
    await ben.sees("Deny Dev Sample's request")
    await ben.press("esc", "+")
    await ben.sees("Approve Dev Sample's request")
    await ben.type("Knows the gateway")
    await ben.press("enter")
    await ben.sees("The access request was approved.", "No pending access requests.")
    await ben.press("2")
    await lookedAtUntil(ben, /✓ Dev Sample +Member/u)
    await dev.press("2")
    await lookedAtUntil(dev, /✓ Dev Sample +Member/u)
    await dev.press("A")
    await dev.sees("You are already in the team.")
  })

  it("is denied with a reason that the timeline keeps", async () => {
    const { ben, number } = await withTeam()
    const dev = await consoleOf("dev")
    await dev.goTo(number)
    await dev.press("A")
    await dev.sees("Request access")
    await dev.type("Please")
    await dev.press("enter")
    await dev.sees("Access requested.")
    await ben.sees("3 Access (1)")
    await ben.press("3", "-")
    await ben.sees("Deny Dev Sample's request")
    await ben.type("Not needed")
    await ben.press("enter")
    await ben.sees("The access request was denied.")
    await ben.press("7")
    await ben.sees("Ben Sample denied access for Dev Sample: Not needed.")
  })
})

describe("a right that is missing", () => {
  it("is shown by the key, before anything is sent", async () => {
    const { number } = await newIncident()
    const dev = await consoleOf("dev")
    await dev.goTo(number)
    await dev.press("c")
    await dev.sees("Microsoft.SecurityInsights/incidents/write", "Microsoft Sentinel Responder")
    await dev.press("n")
    await dev.sees("Microsoft Sentinel Responder")

    const chloe = await consoleOf("chloe")
    await chloe.goTo(number)
    await chloe.press("n")
    await chloe.sees("Missing: the right to create Microsoft 365 groups in the tenant.")
    await chloe.press("?")
    await chloe.sees(/create the incident's team \(unavailable: Missing: the right/u)
  })

  it("is taken from everybody with --readonly", async () => {
    const { number } = await newIncident()
    const ben = await consoleOf("ben", { readonly: true })
    await ben.goTo(number)
    await ben.sees("read-only")
    await ben.press("c")
    await ben.sees("The console was started with --readonly, so nothing can be changed.")
  })
})

describe("an incident", () => {
  it("is taken, and given another severity, in Sentinel itself", async () => {
    const { number, id } = await newIncident()
    const ben = await consoleOf("ben")
    await ben.goTo(number)
    await ben.press("i")
    await ben.sees(`Incident ${number} is Active and assigned to Ben Sample.`, /#\d+ .* Active +Ben Sam/u)
    await ben.press("v")
    await ben.sees("› High (current)")
    await ben.press("G", "enter")
    await ben.sees(`The severity of incident ${number} is now Informational.`)
    const { written } = await control("GET", `/arm/workspaces/soc-prod/incidents/${id.split("~")[1]}`)
    expect(written).toMatchObject({ severity: "Informational", owner: { assignedTo: "Ben Sample" } })
  })

  it("that somebody else changed while the dialog was open says what, and nothing typed is lost", async () => {
    const { number, id } = await newIncident()
    const ben = await consoleOf("ben")
    await ben.goTo(number)
    await ben.press("c", "tab")
    await ben.type("Nothing to see")
    await control("PATCH", `/arm/workspaces/soc-prod/incidents/${id.split("~")[1]}`, { severity: "Low" })
    await ben.press("enter")
    await ben.sees("Someone else changed it meanwhile", "The severity changed from High to Low.", "Nothing to see")
    await ben.press("enter")
    await ben.sees(`Incident ${number} is closed.`)
  })

  it("that only got another comment in between is closed without a further question", async () => {
    const { number, id } = await newIncident()
    const ben = await consoleOf("ben")
    await ben.goTo(number)
    await ben.press("c")
    await ben.sees("Close incident")
    await control("PATCH", `/arm/workspaces/soc-prod/incidents/${id.split("~")[1]}`, { description: "More is known." })
    await ben.press("enter")
    await ben.sees(`Incident ${number} is closed.`)
  })
})

describe("the call behind a key", () => {
  it("is copied as curl, and does the same", async () => {
    const { number, id } = await newIncident()
    const ben = await consoleOf("ben")
    await ben.goTo(number)
    await ben.press("x")
    await ben.sees(`/v1/incidents/${id}/details`)
    await ben.press("j", "j")
    await ben.sees("PATCH", '"status":"Closed"', "if-match")
    await ben.press("y")
    await ben.isNotified("Copied the curl command to the terminal's clipboard")
    const [curl = ""] = ben.clipboard()
    const answer = await inShell(curl, await tokenOf("ben"))
    expect(JSON.parse(answer)).toMatchObject({ number: Number(number), status: "Closed" })
  })
})

describe("the command line", () => {
  it("does what keys do, by name, and finds an incident by its number", async () => {
    const { number, title } = await newIncident()
    const ben = await consoleOf("ben")
    await ben.sees("open incidents")
    await ben.press(":")
    await ben.type(number)
    await ben.sees(`show #${number} ${title}`)
    await ben.press("enter")
    await ben.sees("[1 Overview]", `#${number} ${title}`)
    await ben.press(":")
    await ben.type("clo")
    await ben.press("tab")
    await ben.sees(": close▏")
    await ben.press("enter")
    await ben.sees(`Close incident #${number}`)
    await ben.press("esc", ":")
    await ben.type("sort severity desc")
    await ben.press("enter")
    await ben.sees("by severity ↓")
    await ben.press(":")
    await ben.type("nonsense")
    await ben.press("enter")
    await ben.sees('There is no command "nonsense" here.')
    await ben.press("ctrl+u")
    await ben.type("quit")
    await ben.press("enter")
    await expect.poll(ben.isLeft).toBe(true)
  })
})
