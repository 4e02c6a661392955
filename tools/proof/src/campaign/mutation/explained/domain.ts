import type { Explanation } from "./Explanation.ts"

export const domain: ReadonlyArray<Explanation> = [
  {
    why: "Required by TypeScript: a time that isn't known compares as NaN, which is neither less nor more",
    mutants: [
      ["team/agenda.ts", "other !== undefined", "true"],
      ["team/agenda.ts", "readAgainAt !== undefined", "true"],
      ["team/changePeople.ts", "approved || askAgainAt === undefined", "false"],
      ["team/changePeople.ts", "approved || askAgainAt === undefined", "approved && askAgainAt === undefined"],
      ["team/changePeople.ts", "askAgainAt === undefined", "false"],
      ["team/decide/operation.ts", "attempt.readAsAskedAt !== undefined", "true"],
      ["team/decide/rescue.ts", "next !== undefined", "true"],
      ["team/decide/rescue.ts", "loss !== undefined", "true"],
      ["team/decide/rescue.ts", "verifiedAt !== undefined", "true"],
      ["team/decide/settleTeamRead.ts", "correctedAt !== undefined", "true"],
      ["team/decide/settleTeamRead.ts", "team.loss !== undefined", "true"],
      ["team/decide/settleWrite.ts", "missingSince !== undefined", "true"]
    ]
  },
  {
    why: "Required by TypeScript: everything that gets there is of that kind",
    mutants: [
      ["team/evolve.ts", "inFlight?.operation", "inFlight.operation"],
      ["team/evolve.ts", 'team.place._tag === "Nothing"', "false"],
      ["team/evolve.ts", '"Nothing"', '""'],
      ["team/evolve.ts", 'team.place._tag === "Team"', "true"],
      ["permissions/AzureActions.ts", '""', '"Stryker was here!"'],
      ["policy/NamingPolicy.ts", '""', '"Stryker was here!"'],
      ["team/PeopleChunk.ts", 'event._tag === "PeopleSettled"', "true"],
      [
        "team/agenda.ts",
        "orphan.operation === undefined || orphan.pollAt === undefined",
        "orphan.operation === undefined && orphan.pollAt === undefined"
      ],
      ["team/Team.ts", 'place._tag === "Nothing"', "false"],
      ["team/Team.ts", '"Nothing"', '""'],
      ["team/Team.ts", 'place._tag === "Team"', "true"],
      ["team/agenda.ts", "team.loss?.restore", "team.loss.restore"],
      ["team/agenda.ts", "orphan.operation === undefined", "false"],
      ["team/agenda.ts", "orphan.pollAt === undefined", "false"],
      [
        "team/decide/failure.ts",
        '"afterMillis" in outcome && outcome.afterMillis !== undefined',
        '"afterMillis" in outcome || outcome.afterMillis !== undefined'
      ],
      ["team/decide/failure.ts", "outcome.afterMillis !== undefined", "true"],
      [
        "team/decide/failure.ts",
        '"reason" in outcome && outcome.reason !== undefined',
        '"reason" in outcome || outcome.reason !== undefined'
      ],
      ["team/decide/failure.ts", "outcome.reason !== undefined", "true"],
      ["team/changeLinks.ts", "joined.links?.all", "joined.links.all"],
      ["team/changeLinks.ts", "asked !== undefined", "true"],
      [
        "team/followOperations.ts",
        "number === undefined || !isRequestEvent(event)",
        "number === undefined && !isRequestEvent(event)"
      ],
      ["team/followOperations.ts", "number === undefined", "false"],
      ["team/followOperations.ts", 'event._tag === "PeopleSettled"', "true"],
      ["team/followOperations.ts", "team.loss !== undefined", "true"],
      ["team/followOperations.ts", "team.loss?.restore", "team.loss.restore"],
      ["team/followOperations.ts", "task?._tag", "task._tag"],
      ["team/operationState.ts", "[]", '["Stryker was here"]'],
      ["team/operationState.ts", "stillRunning === undefined", "false"],
      ["team/operationState.ts", '{ _tag: "Succeeded" }', "{}"],
      ["team/operationState.ts", '"Succeeded"', '""'],
      ["team/served.ts", "linkNumbered(team, link)?.state", "linkNumbered(team, link).state"],
      ["team/served.ts", "team.links?.served", "team.links.served"],
      ["team/served.ts", "founding !== undefined", "true"],
      ["team/served.ts", "[]", '["Stryker was here"]'],
      ["team/decide/failure.ts", "team.work.inFlight?.startedAt", "team.work.inFlight.startedAt"],
      ["team/decide/operation.ts", "orphan === undefined", "false"],
      ["team/decide/operation.ts", "team.work.inFlight?.giveUpAt", "team.work.inFlight.giveUpAt"],
      ["team/decide/operation.ts", 'step !== "Archive" && step !== "Unarchive"', "false"],
      ["team/decide/operation.ts", "[]", '["Stryker was here"]'],
      ["team/decide/operation.ts", "[giveUp(attempt, situation)]", "[]"],
      ["team/decide/reportStep.ts", 'outcome._tag === "Accepted"', "true"],
      ["team/decide/decide.ts", 'state._tag === "Team"', "true"],
      ["team/decide/decide.ts", 'after._tag === "Team"', "true"],
      ["team/decide/decide.ts", 'state._tag !== "Team"', "false"],
      ["team/decide/rescue.ts", "loss?.restore", "loss.restore"],
      [
        "team/decide/beginStep.ts",
        '!("chunks" in one) || !("chunks" in other)',
        '!("chunks" in one) && !("chunks" in other)'
      ]
    ]
  },
  {
    why: "Required by TypeScript: every case is written out, also where nothing comes of it",
    mutants: [
      [
        "team/timelineFacts.ts",
        "withoutFacts.some((tag) => tag === event._tag)",
        "withoutFacts.every(tag => tag === event._tag)"
      ],
      ["team/timelineFacts.ts", "(tag) => tag === event._tag", "() => undefined"],
      ["team/timelineFacts.ts", "tag === event._tag", "false"],
      ["team/followOperations.ts", 'case "links":\n      return undefined', 'case "links":'],
      ["team/followOperations.ts", '"links"', '""']
    ]
  },
  {
    why: "Only sooner: what was checked once, or needs no work, isn't gone through again",
    mutants: [
      ["ids/IncidentId.ts", "{ disableChecks: true }", "{}"],
      ["ids/IncidentId.ts", "true", "false"],
      ["team/changePeople.ts", "team.people.denials === undefined", "false"],
      ["team/followOperations.ts", "number === undefined && operations.running.length === 0", "false"],
      ["team/followOperations.ts", "ended.length === 0", "false"],
      [
        "text/visibleText.ts",
        String.raw`/^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f]*$/u`,
        String.raw`/^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f]$/u`
      ]
    ]
  },
  {
    why: "The same comes out either way",
    mutants: [
      ["team/timelineFacts.ts", "[]", '["Stryker was here"]'],
      // Only a renewal is refused, and only what has a date is renewed.
      ["team/changeChecks.ts", "at !== undefined", "true"],
      ["team/decide/merges.ts", '"LinkIncident"', '""'],
      ["ids/base32.ts", "bits >= 5", "bits > 5"],
      ["ids/sha256.ts", "t < 64", "t <= 64"],
      ["naming/graphemes.ts", "text.length <= room", "false"],
      ["naming/graphemes.ts", "text.length <= room", "text.length < room"],
      ["team/agenda.ts", "a < b", "a <= b"],
      ["team/agenda.ts", "other > at", "other >= at"],
      ["team/agenda.ts", "other < at", "other <= at"],
      ["team/changePeople.ts", "[]", '["Stryker was here"]'],
      ["team/change.ts", "due < at", "due <= at"],
      ["team/followOperations.ts", "isSettled(operation)", "false"],
      ["team/followOperations.ts", "{ number }", "{}"],
      ["team/followOperations.ts", "groups.filter((group) => group !== event.group)", "groups"],
      ["team/followOperations.ts", "group !== event.group", "true"],
      ["team/operationState.ts", "number < nothingToDo", "false"],
      ["team/operationState.ts", "number < nothingToDo", "number <= nothingToDo"],
      ["team/operationState.ts", "generation < oldest", "generation <= oldest"],
      ["team/decide/people.ts", "[]", '["Stryker was here"]'],
      ["team/decide/requestTeam.ts", "[]", '["Stryker was here"]'],
      ["team/decide/rescue.ts", "[]", '["Stryker was here"]'],
      ["team/decide/settleWrite.ts", "tries <= timing.teamQuickTries", "tries < timing.teamQuickTries"]
    ]
  }
]
