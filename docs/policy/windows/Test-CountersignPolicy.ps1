# Shows what stands in the registry for each program, and checks it where the countersign command is at hand.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0
Remove-TypeData -TypeName System.Array -ErrorAction SilentlyContinue
# What is handed to the command is UTF-8: Windows PowerShell would make ? of every letter beyond ASCII.
$OutputEncoding = New-Object System.Text.UTF8Encoding $false
# Where each program looks: settings, installation, and whether JSON stands in a REG_MULTI_SZ.
$Places = @{
  'thunderbird' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Mozilla\Thunderbird\3rdparty\Extensions\countersign@countersign.example'; Installation = 'HKLM:\SOFTWARE\Policies\Mozilla\Thunderbird\ExtensionSettings\countersign@countersign.example'; Multi = $true }
  'firefox' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Mozilla\Firefox\3rdparty\Extensions\countersign@countersign.example'; Installation = 'HKLM:\SOFTWARE\Policies\Mozilla\Firefox\ExtensionSettings\countersign@countersign.example'; Multi = $true }
  'chrome' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Google\Chrome\3rdparty\extensions\nemnabfhkblppolmllljchekeijchgof\policy'; Installation = 'HKLM:\SOFTWARE\Policies\Google\Chrome\ExtensionSettings\nemnabfhkblppolmllljchekeijchgof'; Multi = $false }
  'edge' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Microsoft\Edge\3rdparty\extensions\nemnabfhkblppolmllljchekeijchgof\policy'; Installation = 'HKLM:\SOFTWARE\Policies\Microsoft\Edge\ExtensionSettings\nemnabfhkblppolmllljchekeijchgof'; Multi = $false }
}
function Read-Members([string]$Key) {
  $item = Get-Item -LiteralPath $Key
  $names = @($item.GetValueNames())
  if ($names.Count -gt 0 -and @($names | Where-Object { $_ -notmatch '^[0-9]+$' }).Count -eq 0) {
    return ,@($names | Sort-Object { [int]$_ } | ForEach-Object { $item.GetValue($_) })
  }
  $members = [ordered]@{}
  foreach ($name in $names) {
    $value = $item.GetValue($name)
    if ($value -is [array]) { $value = $value -join '' }
    if ($value -is [string] -and $value -match '^\s*\[') { $value = ConvertFrom-Json $value }
    $members[$name] = $value
  }
  foreach ($below in $item.GetSubKeyNames()) { $members[$below] = Read-Members "$Key\$below" }
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
exit $faults
