import { homedir } from "node:os"
import { isAbsolute, join } from "node:path"
import process from "node:process"
import { Config, Option } from "effect"

/** The XDG Base Directory specification: a path that isn't absolute is to be ignored. */
const folderNamed = (name: string): Config.Config<Option.Option<string>> =>
  Config.String(name).pipe(Config.option, Config.map(Option.filter(isAbsolute)))

/**
 * Where sign-ins are kept: `$XDG_STATE_HOME/incident-teams`, default `~/.local/state/incident-teams`; on
 * Windows `%LOCALAPPDATA%\incident-teams`.
 */
export const stateFolder: Config.Config<string> = Config.all({
  state: folderNamed("XDG_STATE_HOME"),
  local: folderNamed("LOCALAPPDATA")
}).pipe(
  Config.map(({ state, local }) => {
    const usual = process.platform === "win32" ? local : Option.none<string>()
    const folder = Option.orElse(state, () => usual)
    return join(
      Option.getOrElse(folder, () => join(homedir(), ".local", "state")),
      "incident-teams"
    )
  })
)
