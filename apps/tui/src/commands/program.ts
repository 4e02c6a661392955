import { Command } from "effect/cli"
import { approve, deny, list as listRequests, request } from "./access.ts"
import { completion } from "./completion.ts"
import { add as star, list as listFavorites, remove as unstar } from "./favorites.ts"
import { JsonFlag, ServerFlag } from "./globalFlags.ts"
import { close, reopen } from "./incidents/change.ts"
import { list as listIncidents } from "./incidents/list.ts"
import { show as showIncident } from "./incidents/show.ts"
import { search } from "./people/search.ts"
import { login, logout, whoami } from "./session.ts"
import { create } from "./team/create.ts"
import { draft } from "./team/draft.ts"
import { link, merge, unlink } from "./team/incidents.ts"
import { list as listTeams } from "./team/list.ts"
import { archiveNow, keepOpen, recreate, restore, retry } from "./team/onTeam.ts"
import { add, join, remove } from "./team/people.ts"
import { rename } from "./team/rename.ts"
import { show as showTeam } from "./team/show.ts"
import { timeline } from "./team/timeline.ts"
import { watch } from "./team/watch.ts"

const incidents = Command.make("incidents").pipe(
  Command.withDescription("Work with Microsoft Sentinel incidents."),
  Command.withSubcommands([listIncidents, showIncident, close, reopen])
)

const team = Command.make("team").pipe(
  Command.withDescription("Work with an incident's team and its people."),
  Command.withSubcommands([
    draft,
    create,
    showTeam,
    listTeams,
    add,
    join,
    remove,
    rename,
    link,
    unlink,
    merge,
    archiveNow,
    keepOpen,
    watch,
    timeline,
    retry,
    restore,
    recreate
  ])
)

const access = Command.make("access").pipe(
  Command.withDescription("Request access to a team, and decide on access requests."),
  Command.withSubcommands([request, listRequests, approve, deny])
)

const favorites = Command.make("favorites").pipe(
  Command.withDescription("Manage your favorites: the people and groups that you want in every new team."),
  Command.withSubcommands([listFavorites, star, unstar])
)

const people = Command.make("people").pipe(
  Command.withDescription("Find people and groups to add to a team."),
  Command.withSubcommands([search])
)

/** Every command. Without one, `incident-teams` is the console, which main.ts opens. */
export const program = Command.make("incident-teams").pipe(
  Command.withDescription(
    "Incident Teams in a terminal. Without a command, it opens the console, which takes --server, --workspace and" +
      " --readonly."
  ),
  Command.withSubcommands([
    incidents,
    team,
    access,
    favorites,
    people,
    login,
    logout,
    whoami,
    completion((): Command.Command.Any => program)
  ]),
  Command.withGlobalFlags([ServerFlag, JsonFlag])
)
