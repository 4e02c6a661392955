import { Text, useApp, useInput } from "ink"
import type { ConsoleOptions } from "../invocation.ts"

export const Console = ({ options }: { readonly options: ConsoleOptions }) => {
  const { exit } = useApp()
  useInput((input) => {
    if (input === "q") exit()
  })
  return <Text>Incident Teams at {options.server}, q to leave</Text>
}
