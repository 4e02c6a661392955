import { describe, expect, it } from "vitest"
import { as, json, leaves, results, sent, succeeded } from "../../testing/asked.ts"
import { control, newIncident } from "../../testing/simulated.ts"

/** An incident with its team, open. */
const withTeam = async (...more: ReadonlyArray<string>) => {
  const incident = await newIncident()
  const team = await json("ben", "team", "create", incident.id, "--wait", ...more)
  return { ...incident, team }
}

describe("incidents", () => {
  it("list shows the latest change first, by filter, page by page", async () => {
    const title = `Beaconing ${crypto.randomUUID()}`
    const [first, second, third] = [await newIncident(title), await newIncident(title), await newIncident(title)]
    const list = (...more: ReadonlyArray<string>) =>
      json("dev", "incidents", "list", "--workspace", "soc-prod", "--search", title, "--order", "number", ...more)
    const numbers = async (...more: ReadonlyArray<string>) =>
      (await list(...more)).items.map(({ number }: { readonly number: number }) => String(number))
    expect(await numbers()).toEqual([third.number, second.number, first.number])
    expect(await numbers("--ascending", "--severity", "High", "--status", "Active", "--status", "New")).toEqual([
      first.number,
      second.number,
      third.number
    ])
    expect(await numbers("--status", "Closed")).toEqual([])
    const page = await list("--limit", "2")
    expect(page).toMatchObject({ items: [{ number: Number(third.number) }, {}], continuation: expect.any(String) })
    expect(await list("--all")).not.toHaveProperty("continuation")
  })

  it("close archives the team and reopen reopens it, with --wait until it has", async () => {
    const { id, number, team } = await withTeam()
    const closed = await json("ben", "incidents", "close", number, "--classification", "TruePositive", "--wait")
    expect(closed).toMatchObject({
      status: "Closed",
      classification: "TruePositive",
      classificationReason: "SuspiciousActivity",
      team: { id: team.id, phase: "archived" }
    })
    const reopened = await json("ben", "incidents", "reopen", `#${number}`, "--status", "New", "--wait")
    expect(reopened).toMatchObject({ id, status: "New", team: { id: team.id, phase: "open", link: team.link } })
    expect(await json("dev", "incidents", "show", number)).toMatchObject({ id, team: { phase: "open" } })
  })

  it("without --wait the result comes at once, and the team follows", async () => {
    const { number, team } = await withTeam()
    const closed = await json(
      "ben",
      "incidents",
      "close",
      number,
      "--classification",
      "Undetermined",
      "--comment",
      "No."
    )
    expect(closed).toMatchObject({ classificationComment: "No.", team: { desiredState: "archived" } })
    await as("ben", "team", "watch", team.id, "--until", "archived")
    expect(await json("ben", "team", "show", team.id)).toMatchObject({ phase: "archived" })
  })

  it("changes only what was read, with --if-match", async () => {
    const { number } = await newIncident()
    const { etag } = await json("ben", "incidents", "show", number)
    const close = ["incidents", "close", number, "--classification", "Undetermined", "--if-match", etag] as const
    expect(await json("ben", ...close)).toMatchObject({ status: "Closed" })
    const late = await as("ben", "incidents", "reopen", number, "--if-match", etag)
    expect(late).toMatchObject({ code: 4, stderr: expect.stringContaining("Read it again, and use its new ETag.") })
    expect(await json("ben", "incidents", "show", number)).toMatchObject({ status: "Closed" })
  })
})

describe("several at once", () => {
  const close = ["incidents", "close", "--classification", "Undetermined"] as const

  it("closes each incident, whatever becomes of the others, and ends like the first that failed", async () => {
    const [one, other] = [await newIncident(), await newIncident()]
    const { code, stdout, stderr } = await as("ben", ...close, one.number, "999999999", "phishing", other.number)
    expect(code).toBe(1)
    expect(stdout.split("\n")).toEqual([
      expect.stringMatching(/^INCIDENT +RESULT +STATUS +TEAM +TITLE$/u),
      expect.stringMatching(new RegExp(`^${one.number} +Done +Closed +None +${one.title}$`, "u")),
      expect.stringMatching(/^999999999 +Failed: Incident not found$/u),
      expect.stringMatching(/^phishing +Failed: Incident not found$/u),
      expect.stringMatching(new RegExp(`^${other.number} +Done +Closed`, "u")),
      "",
      "2 of 4 done, 2 failed"
    ])
    expect(stderr).toContain("999999999: Incident not found.\n  No incident has the number 999999999.\n  List")
  })

  it("reads the incidents from standard input, also a single one, and gives one JSON document for all", async () => {
    const [one, other] = [await newIncident(), await newIncident()]
    const list = `# false alarms\n${one.number}\n${other.id}\n${one.number}\n`
    expect(await results("ben", list, ...close, "-")).toMatchObject({
      code: 0,
      stderr: "",
      document: {
        results: [
          { incident: one.number, ok: true, result: { id: one.id, status: "Closed" } },
          { incident: other.id, ok: true, result: { id: other.id, status: "Closed" } }
        ]
      }
    })
    const reopened = await results("ben", one.number, "incidents", "reopen", "-")
    expect(reopened.document).toMatchObject({ results: [{ ok: true, result: { id: one.id, status: "Active" } }] })
    // A reader may see incidents but not change them.
    expect(await results("dev", one.number, ...close, "-", "999999999")).toMatchObject({
      code: 3,
      document: {
        results: [
          { ok: false, exitCode: 3, problem: { type: expect.stringMatching(/^\/problems\//u) } },
          { incident: "999999999", ok: false, exitCode: 1, problem: { type: "incident-teams:unknown-name" } }
        ]
      }
    })
  })

  it("changes nothing without a valid list, or with one ETag for several incidents", async () => {
    const { number } = await newIncident()
    for (const [list, more] of [
      ["# nobody", []],
      [`${number}\n#1043`, []],
      [number, ["--if-match", '"x"']]
    ] as const) {
      expect(await sent("ben", list, ...close, "-", ...more)).toMatchObject({ code: 2, stdout: "" })
    }
    expect(await json("ben", "incidents", "show", number)).toMatchObject({ status: "Active" })
  })

  it("adds the same people to each team, under one key if it is given, and says whose progress it reports", async () => {
    const [one, other] = [await withTeam(), await withTeam()]
    const add = ["team", "add", "-", "dev@woodgrove.example", "--team", other.number] as const
    const added = await results("ben", one.number, ...add, "--idempotency-key", crypto.randomUUID(), "--wait")
    const people = expect.arrayContaining([expect.objectContaining({ name: "Dev Sample", status: "added" })])
    expect(added).toMatchObject({
      code: 0,
      document: {
        results: [
          { team: one.number, ok: true, result: { id: one.team.id, people } },
          { team: other.number, ok: true, result: { id: other.team.id, people } }
        ]
      }
    })
    const about = added.stderr.split("\n").map((line) => line.split(": ")[0])
    expect(new Set(about)).toEqual(new Set([one.number, other.number]))
  })

  it("retries each team of a list, and restores and recreates none that isn't deleted", async () => {
    const teams = [await withTeam(), await withTeam()] as const
    const [one, other] = teams
    const list = `${one.number}\n${other.team.id}\n`
    for (const { number, team } of teams) {
      const { id } = await control("POST", "/faults", {
        surface: "graph",
        method: "PATCH",
        path: `/teams/${team.platformTeamId}`,
        fault: { kind: "answer", status: 400, code: "BadRequest", message: "Not now." }
      })
      expect(await as("ben", "team", "rename", number, "--name", "War room", "--wait")).toMatchObject({ code: 1 })
      await control("DELETE", `/faults/${id}`)
    }
    const key = ["--idempotency-key", crypto.randomUUID()] as const
    expect(await results("ben", list, "team", "retry", "-", "999999999", ...key, "--wait")).toMatchObject({
      code: 1,
      document: {
        results: [
          { team: one.number, ok: true, result: { id: one.team.id, rename: { status: "done" } } },
          { team: other.team.id, ok: true, result: { id: other.team.id, rename: { status: "done" } } },
          { team: "999999999", ok: false, problem: { type: "incident-teams:unknown-name" } }
        ]
      }
    })
    for (const command of ["restore", "recreate"]) {
      expect(await results("ben", list, "team", command, "-")).toMatchObject({
        code: 4,
        document: {
          results: [
            { team: one.number, ok: false },
            { team: other.team.id, ok: false }
          ]
        }
      })
    }
  })
})

// Takes up to 20 seconds, half of them waited: that a deleted team is lost is believed after 5 minutes of Teams' time.
describe("team", () => {
  it("create adds the given people, groups and favorites, and shows who was refused", async () => {
    await json("ana", "favorites", "add", "greta@fabrikam.example")
    const incident = await newIncident()
    const draft = await json("ana", "team", "draft", incident.id)
    expect(draft).toMatchObject({
      name: `INC-${incident.number} ${incident.title}`,
      preselected: [{ principal: { kind: "person", name: "Greta Guest" } }]
    })
    const who = ["--person", "hugo@woodgrove.example", "--person", "Elif Sample", "--group", "Legal", "--favorites"]
    const more = ["--name", "War room", "--description", "All about it", "--owner", "ben@woodgrove.example"]
    const team = await json("ana", "team", "create", incident.number, ...who, ...more, "--wait")
    expect(team).toMatchObject({
      name: "War room",
      description: "All about it",
      phase: "open",
      link: expect.stringContaining("https://teams.microsoft.com/"),
      groups: [{ name: "Legal", status: "done" }]
    })
    expect(team.people).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: "Ben Sample", status: "added" }),
        expect.objectContaining({ name: "Greta Guest", status: "added" }),
        expect.objectContaining({ name: "Elif Sample", status: "added" }),
        expect.objectContaining({ name: "Hugo Sample", status: "refused", reason: "The account is disabled." })
      ])
    )
    // --wait also waits until Teams lists whom it accepted.
    for (const { name, status, role } of team.people) {
      if (status === "added") expect({ name, role }).toEqual({ name, role: expect.any(String) })
    }
  })

  it("add, remove and rename change it, and timeline shows by whom", async () => {
    const { number, team } = await withTeam()
    const name = (people: ReadonlyArray<{ name: string; status: string }>, who: string) =>
      people.find((one) => one.name === who)?.status
    const added = await json("ben", "team", "add", number, "dev@woodgrove.example", "Farid Sample", "--wait")
    expect([name(added.people, "Dev Sample"), name(added.people, "Farid Sample")]).toEqual(["added", "added"])
    const removed = await json("ben", "team", "remove", number, "--person", "Dev Sample", "--wait")
    expect(name(removed.people, "Dev Sample")).toBe("removed")
    expect(await json("ben", "team", "rename", team.id, "--name", "War room", "--wait")).toMatchObject({
      name: "War room",
      rename: { status: "done" }
    })
    const timeline = await json("dev", "team", "timeline", number, "--all")
    expect(timeline.items).toContainEqual(
      expect.objectContaining({
        text: expect.stringContaining("War room"),
        by: expect.objectContaining({ name: "Ben Sample" })
      })
    )
    expect(timeline).not.toHaveProperty("continuation")
    const detailed = await json("dev", "team", "timeline", number, "--all", "--detail", "all")
    expect(detailed.items.length).toBeGreaterThan(timeline.items.length)
    expect(detailed.items).toEqual(expect.arrayContaining(timeline.items))
    expect((await json("ben", "team", "list", "--workspace", "soc-prod", "--phase", "open", "--all")).items).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: team.id, name: "War room" })])
    )
  })

  it("retry, restore and recreate get a team out of trouble", async () => {
    const { number, team } = await withTeam()
    const { id } = await control("POST", "/faults", {
      surface: "graph",
      method: "PATCH",
      path: `/teams/${team.platformTeamId}`,
      fault: { kind: "answer", status: 400, code: "BadRequest", message: "Not now." }
    })
    const rename = ["team", "rename", number, "--name", "War room", "--wait"] as const
    const refused = await as("ben", ...rename)
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("rejected the request to rename the team")
    })
    expect(await json("ben", "team", "show", number)).toMatchObject({ rename: { status: "refused" } })
    await control("DELETE", `/faults/${id}`)
    expect(await json("ben", "team", "retry", number, "--wait")).toMatchObject({ rename: { status: "done" } })

    const lost = async () => {
      await control("POST", `/teams/${team.platformTeamId}/delete`)
      await expect.poll(async () => (await json("ben", "team", "show", number)).phase, { interval: 300 }).toBe("lost")
    }
    await lost()
    expect(await json("ben", "team", "restore", number, "--wait")).toMatchObject({
      phase: "open",
      platformTeamId: team.platformTeamId
    })
    await lost()
    const recreated = await json("ben", "team", "recreate", number, "--wait")
    expect(recreated).toMatchObject({ id: team.id, phase: "open", incarnation: 2 })
    expect(recreated.platformTeamId).not.toBe(team.platformTeamId)
  })

  it("link and unlink decide which incidents share it, and show names the lead first", async () => {
    const { number, title, team } = await withTeam()
    const other = await newIncident("Stolen session")
    const incidentsOf = (shown: { readonly incidents: ReadonlyArray<{ readonly number: number }> }) =>
      shown.incidents.map((one) => String(one.number))
    const linked = await json("ben", "team", "link", number, other.number, "--wait")
    expect(linked).toMatchObject({ id: team.id, incidents: [{ state: "served" }, { state: "served" }] })
    expect(incidentsOf(linked)).toEqual([number, other.number])
    const shown = (await as("ben", "team", "show", other.number)).stdout
    expect(shown).toMatch(new RegExp(`^Lead incident +#${number} ${title}$`, "mu"))
    expect(shown).toMatch(new RegExp(`^Other incidents +#${other.number} Stolen session$`, "mu"))
    await json("ben", "team", "link", number, other.number, "--lead")
    expect(incidentsOf(await json("ben", "team", "show", number))).toEqual([other.number, number])
    expect(incidentsOf(await json("ben", "team", "unlink", number, other.number, "--wait"))).toEqual([number])
    expect(await as("ben", "team", "unlink", number, number)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("incident-teams team link --lead")
    })
  })

  it("link merges another team into it only with --merge", async () => {
    const [one, other] = [await withTeam(), await withTeam("--person", "dev@woodgrove.example")]
    const link = ["team", "link", one.number, other.number] as const
    expect(await as("ben", ...link)).toMatchObject({ code: 4, stderr: expect.stringContaining("already has a team") })
    const merged = await json("ben", ...link, "--merge", "--wait")
    expect(merged.people).toContainEqual(expect.objectContaining({ name: "Dev Sample" }))
    expect(await json("ben", "team", "show", other.number)).toMatchObject({ id: one.team.id })
    expect((await as("ben", "team", "show", other.team.id)).stdout).toContain(
      `The team "${merged.name}" continues with the incidents of this one.`
    )
  })

  it("merge says which incident continues one that was merged", async () => {
    const path = "/arm/workspaces/soc-prod/incidents"
    const { name, incidentNumber } = await control("POST", path, { title: "Phishing", fromDefender: true })
    const number = String(incidentNumber)
    const other = await control("POST", path, { title: "Phishing, too", fromDefender: true })
    const survivor = await newIncident()
    await json("ben", "team", "create", number, "--wait")
    expect(await as("ben", "team", "merge", number, "--none")).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("There is no merge to decide on")
    })
    // Into each other: no incident is found that continues them.
    await control("POST", `${path}/${other.name}/merge`, { into: name })
    await control("POST", `${path}/${name}/merge`, { into: other.name })
    const read = () => json("ben", "team", "show", number)
    await expect.poll(async () => (await read()).incidents[0].merge?.reason, { interval: 300 }).toBeDefined()
    expect((await as("ben", "team", "show", number)).stdout).toContain(`team merge ${number} --into <incident>`)
    await json("ben", "team", "merge", number, "--into", survivor.number)
    await expect
      .poll(async () => (await read()).incidents.at(-1).merge, { interval: 300 })
      .toMatchObject({ status: "followed", into: { number: Number(survivor.number) } })
    const { stdout } = await as("ben", "team", "show", number)
    expect(stdout).toMatch(new RegExp(`^Lead incident +#${survivor.number}`, "mu"))
    expect(stdout.replaceAll(/\s+/gu, " ")).toContain(
      `Merged into #${survivor.number} by Microsoft Defender; the team continues there`
    )
  })

  it("watch prints each change as one document per line, until the phase of --until", async () => {
    const { number } = await newIncident()
    await json("ben", "team", "create", number)
    const { code, stdout } = await as("ben", "team", "watch", number, "--until", "open", "--json")
    expect(code).toBe(0)
    const changes = stdout.split("\n").map((line) => JSON.parse(line) as { team: { phase: string } })
    expect(changes.at(-1)).toMatchObject({ team: { phase: "open", incident: { number: Number(number) } } })
    expect(new Set(stdout.split("\n")).size).toBe(changes.length)
    succeeded.add("team watch")
  })

  it("takes effect once, however often it is sent under one key", async () => {
    const { number } = await withTeam()
    const key = crypto.randomUUID()
    const ask = (who: string) => json("ben", "team", "add", number, who, "--idempotency-key", key)
    expect(await ask("dev@woodgrove.example")).toEqual(await ask("dev@woodgrove.example"))
    const other = await as("ben", "team", "add", number, "elif@woodgrove.example", "--idempotency-key", key)
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("Idempotency-Key") })
  })
})

describe("access", () => {
  it("request, list, approve and deny", async () => {
    const { number } = await withTeam()
    const ask = () => json("dev", "access", "request", number, "--reason", "I run the mail gateway.")
    expect(await ask()).toMatchObject({ status: "pending", person: { name: "Dev Sample" } })
    const { items } = await json("ben", "access", "list", number)
    expect(items).toMatchObject([{ person: { name: "Dev Sample" }, reason: "I run the mail gateway." }])
    expect(await json("ben", "access", "deny", number, items[0].id, "--reason", "Not yet.")).toMatchObject({
      status: "denied"
    })
    const denied = "Ben Sample denied your access request: Not yet."
    expect(await as("dev", "access", "request", number, "--reason", "Please.")).toMatchObject({
      code: 4,
      stderr: expect.stringContaining(denied)
    })
    expect(await json("dev", "access", "list", number)).toMatchObject({
      items: [],
      you: { denied: { reason: "Not yet." } }
    })
    expect((await as("dev", "access", "list", number)).stdout).toContain(denied)

    const other = await withTeam()
    await json("dev", "access", "request", other.number, "--reason", "I run the mail gateway.")
    expect(await json("ben", "access", "approve", other.number, "dev@woodgrove.example")).toMatchObject({
      status: "approved"
    })
    expect(await json("ben", "access", "list", other.number)).toEqual({
      items: [],
      you: { role: "owner", decides: true }
    })
  })

  it("is joined by those who may add people", async () => {
    const { number } = await withTeam()
    expect((await as("chloe", "access", "list", number)).stdout).toContain("incident-teams team join")
    const { people } = await json("chloe", "team", "join", number, "--wait")
    expect(people).toContainEqual(expect.objectContaining({ name: "Chloe Sample", status: "added" }))
  })

  it("finds a request by the person's name, and reports a name without a request", async () => {
    const { number } = await withTeam()
    await json("dev", "access", "request", number, "--reason", "On call.")
    expect(await as("ben", "access", "approve", number, "Farid Sample")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("incident-teams access list")
    })
    expect(await json("ben", "access", "approve", number, "dev sample")).toMatchObject({ status: "approved" })
  })
})

describe("favorites", () => {
  it("add, list and remove people and groups", async () => {
    const added = await json("ines", "favorites", "add", "dev@woodgrove.example", "SOC Tier 1")
    expect(added.items).toMatchObject([
      { kind: "person", name: "Dev Sample" },
      { kind: "group", name: "SOC Tier 1" }
    ])
    expect(await json("ines", "favorites", "list")).toEqual(added)
    expect((await json("ines", "favorites", "remove", "--group", "SOC Tier 1", "Dev Sample")).items).toEqual([])
  })
})

describe("people", () => {
  it("search finds people and groups, and says who can't be added and why", async () => {
    const found = await json("ben", "people", "search", "h")
    expect(found.people).toContainEqual(
      expect.objectContaining({ name: "Hugo Sample", refusal: "The account is disabled." })
    )
    expect((await json("ben", "people", "search", "soc", "--limit", "2")).groups).toHaveLength(2)
  })
})

describe("whoami", () => {
  it("shows who is signed in, and which permissions are missing", async () => {
    const me = await json("dev", "whoami")
    expect(me).toMatchObject({ kind: "person", name: "Dev Sample" })
    expect(me.workspaces[0]).toMatchObject({
      readIncidents: { allowed: true },
      createTeams: { allowed: false, needs: expect.stringContaining("incidents/write") }
    })
    expect((await as("dev", "whoami")).stdout).toContain("no. Missing: Microsoft.SecurityInsights/incidents/write")
  })
})

it("runs every command successfully, except those with a test file of their own", () => {
  const elsewhere = ["login", "logout", "completion", "team archive-now", "team keep-open"]
  expect([...succeeded, ...elsewhere].toSorted()).toEqual(leaves.map(({ path }) => path).toSorted())
})
