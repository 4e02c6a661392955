import { Schema } from "effect"

/** One value of a directory setting: Graph sends every value as a string, flags and ids too. */
export const SettingValue = Schema.Struct({ name: Schema.String, value: Schema.String })
export type SettingValue = typeof SettingValue.Type

/** The value of that name, without blanks around it; empty if unset. */
export const settingOf = (values: ReadonlyArray<SettingValue>, name: string): string =>
  values.find((value) => value.name === name)?.value.trim() ?? ""
