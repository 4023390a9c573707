import { EXTENSION_IDS, installation, samplePolicy } from "../../../core/index.ts";
import { PLACES } from "../../policy/places.ts";

/* Scripts for Windows PowerShell 5.1: ASCII, CRLF, and self-contained, as device management runs each one alone. */

const idOf = (client: string) => (client === "chromium" ? EXTENSION_IDS.chromium : EXTENSION_IDS.gecko);

/** Where each program reads its settings and what installs the package, as a table that scripts look things up in. */
const TABLE = [
  "# Where each program looks: settings, installation, and whether JSON stands in a REG_MULTI_SZ.",
  "$Places = @{",
  ...PLACES.map(
    ({ program, client, policies, settings, json }) =>
      `  '${program}' = @{ Settings = 'HKLM:\\${settings}'; Installation = 'HKLM:\\${policies}\\ExtensionSettings\\${idOf(client)}'; Multi = $${json === "multi"} }`,
  ),
  "}",
];

const STRICT = ["$ErrorActionPreference = 'Stop'", "Set-StrictMode -Version 2.0"];

/** Windows PowerShell gives lists a property Count, and writes such a list into JSON as an object. */
const PLAIN_LISTS = "Remove-TypeData -TypeName System.Array -ErrorAction SilentlyContinue";

/** Writes members as both readers know them: numbers for yes and no, keys for lists of texts, JSON for lists of objects. */
const WRITE = `function Write-Members([string]$Key, $Members, [bool]$Multi) {
  if (-not (Test-Path -LiteralPath $Key)) { New-Item -Path $Key -Force | Out-Null }
  foreach ($member in $Members.PSObject.Properties) {
    $name = $member.Name
    $value = $member.Value
    if ($value -is [bool] -or $value -is [int] -or $value -is [long]) {
      New-ItemProperty -LiteralPath $Key -Name $name -PropertyType DWord -Value ([int]$value) -Force | Out-Null
    } elseif ($value -is [string]) {
      New-ItemProperty -LiteralPath $Key -Name $name -PropertyType String -Value $value -Force | Out-Null
    } elseif ($value -is [array] -and @($value | Where-Object { $_ -isnot [string] }).Count -eq 0) {
      $list = "$Key\\$name"
      New-Item -Path $list -Force | Out-Null
      for ($place = 0; $place -lt $value.Count; $place++) {
        New-ItemProperty -LiteralPath $list -Name ([string]($place + 1)) -PropertyType String -Value $value[$place] -Force | Out-Null
      }
    } elseif ($value -is [array]) {
      $json = ConvertTo-Json -InputObject $value -Depth 20 -Compress
      if ($Multi) { New-ItemProperty -LiteralPath $Key -Name $name -PropertyType MultiString -Value @($json) -Force | Out-Null }
      else { New-ItemProperty -LiteralPath $Key -Name $name -PropertyType String -Value $json -Force | Out-Null }
    } else {
      Write-Members "$Key\\$name" $value $Multi
    }
  }
}`.split("\n");

/** Takes the old settings away first: a value that is no longer in the file must not stay. */
const REPLACE = `function Set-Policy([string]$Program, $Settings, $Installation) {
  $place = $Places[$Program]
  foreach ($key in @($place.Settings, $place.Installation)) {
    if (Test-Path -LiteralPath $key) { Remove-Item -LiteralPath $key -Recurse -Force }
  }
  Write-Members $place.Settings $Settings $place.Multi
  Write-Members $place.Installation $Installation $place.Multi
}`.split("\n");

const PROGRAMS = PLACES.map(({ program }) => `'${program}'`).join(", ");
const text = (value: unknown) => JSON.stringify(value, null, 2).split("\n");

/** What an administrator edits in a script that runs alone; one of the programs stands for all. */
const EMBEDDED = [
  "# Edit from here: the program, its settings with a serial that rises with each roll-out, and the installation.",
  "$Program = 'thunderbird'",
  "$Settings = @'",
  ...text(samplePolicy("thunderbird")),
  "'@",
  "$Installation = @'",
  ...text(installation("thunderbird")),
  "'@",
  "# To here.",
];

const SET = [
  "# Writes the settings and the installation of a policy file into the registry, in the place of those there. Run as administrator.",
  "# The file is what Linux takes and what countersign policy validate checks: policies.json, or that of Chromium for Chrome and Edge.",
  "# Example: .\\Set-CountersignPolicy.ps1 -Program thunderbird -File policies.json",
  "param(",
  `  [Parameter(Mandatory = $true)][ValidateSet(${PROGRAMS})][string]$Program,`,
  "  [Parameter(Mandatory = $true)][string]$File",
  ")",
  ...STRICT,
  PLAIN_LISTS,
  ...TABLE,
  ...WRITE,
  ...REPLACE,
  "$policies = ConvertFrom-Json (Get-Content -LiteralPath $File -Raw -Encoding UTF8)",
  "if ($policies.PSObject.Properties['policies']) { $policies = $policies.policies }",
  "$id = Split-Path -Path $Places[$Program].Installation -Leaf",
  "Set-Policy $Program $policies.'3rdparty'.Extensions.$id $policies.ExtensionSettings.$id",
];

const REMOVE = [
  "# Takes settings and installation of one program out of the registry. Run as administrator.",
  `param([Parameter(Mandatory = $true)][ValidateSet(${PROGRAMS})][string]$Program)`,
  ...STRICT,
  ...TABLE,
  "foreach ($key in @($Places[$Program].Settings, $Places[$Program].Installation)) {",
  "  if (Test-Path -LiteralPath $key) { Remove-Item -LiteralPath $key -Recurse -Force }",
  "}",
];

const TEST = [
  "# Shows what stands in the registry for each program, and checks it where the countersign command is at hand.",
  ...STRICT,
  PLAIN_LISTS,
  "# What is handed to the command is UTF-8: Windows PowerShell would make ? of every letter beyond ASCII.",
  "$OutputEncoding = New-Object System.Text.UTF8Encoding $false",
  ...TABLE,
  ...`function Read-Members([string]$Key) {
  $item = Get-Item -LiteralPath $Key
  $names = @($item.GetValueNames())
  if ($names.Count -gt 0 -and @($names | Where-Object { $_ -notmatch '^[0-9]+$' }).Count -eq 0) {
    return ,@($names | Sort-Object { [int]$_ } | ForEach-Object { $item.GetValue($_) })
  }
  $members = [ordered]@{}
  foreach ($name in $names) {
    $value = $item.GetValue($name)
    if ($value -is [array]) { $value = $value -join '' }
    if ($value -is [string] -and $value -match '^\\s*\\[') { $value = ConvertFrom-Json $value }
    $members[$name] = $value
  }
  foreach ($below in $item.GetSubKeyNames()) { $members[$below] = Read-Members "$Key\\$below" }
  return $members
}
$faults = 0
foreach ($program in $Places.Keys) {
  $place = $Places[$program]
  if (-not (Test-Path -LiteralPath $place.Settings)) { Write-Output "$program - no settings"; continue }
  $json = ConvertTo-Json -InputObject (Read-Members $place.Settings) -Depth 20
  Write-Output "$program - $($place.Settings)" $json
  if (Get-Command countersign -ErrorAction SilentlyContinue) {
    $json | countersign policy validate '-'
    if ($LASTEXITCODE -ne 0) { $faults++ }
  }
}
exit $faults`.split("\n"),
];

const TEMPLATES = [
  "# Copies the templates for the group policy editor; -Target names the central store of a domain. Run as administrator.",
  'param([string]$Target = "$env:SystemRoot\\PolicyDefinitions")',
  ...STRICT,
  "New-Item -ItemType Directory -Force -Path (Join-Path $Target 'en-US') | Out-Null",
  "Copy-Item -Path (Join-Path $PSScriptRoot '*.admx') -Destination $Target -Force",
  "Copy-Item -Path (Join-Path $PSScriptRoot 'en-US\\*.adml') -Destination (Join-Path $Target 'en-US') -Force",
];

const DETECT = [
  "# Detection script for device management (Intune, Remediations): 0 when these settings are in place, else 1.",
  ...STRICT,
  ...EMBEDDED,
  ...TABLE,
  ...`$place = $Places[$Program]
$wanted = (ConvertFrom-Json $Settings).serial
$mode = (ConvertFrom-Json $Installation).installation_mode
$found = Get-ItemProperty -LiteralPath $place.Settings -ErrorAction SilentlyContinue
$installed = Get-ItemProperty -LiteralPath $place.Installation -ErrorAction SilentlyContinue
if ($null -eq $found -or $null -eq $installed) { Write-Output 'missing'; exit 1 }
if ($found.PSObject.Properties['serial'] -and $found.serial -eq $wanted -and $installed.installation_mode -eq $mode) { Write-Output 'in place'; exit 0 }
Write-Output 'out of date'
exit 1`.split("\n"),
];

const REMEDIATE = [
  "# Remediation script that belongs to Detect-Countersign.ps1: writes the same settings.",
  ...STRICT,
  PLAIN_LISTS,
  ...EMBEDDED,
  ...TABLE,
  ...WRITE,
  ...REPLACE,
  "Set-Policy $Program (ConvertFrom-Json $Settings) (ConvertFrom-Json $Installation)",
  "Write-Output 'written'",
];

/** Every script by its path below docs/policy/. */
export const powershellFiles = (): ReadonlyMap<string, string> =>
  new Map(
    Object.entries({
      "windows/Set-CountersignPolicy.ps1": SET,
      "windows/Remove-CountersignPolicy.ps1": REMOVE,
      "windows/Test-CountersignPolicy.ps1": TEST,
      "windows/Copy-CountersignTemplates.ps1": TEMPLATES,
      "windows/intune/Detect-Countersign.ps1": DETECT,
      "windows/intune/Remediate-Countersign.ps1": REMEDIATE,
    }).map(([path, lines]) => [path, `${lines.join("\r\n")}\r\n`]),
  );
