/** Shells that a script is there for. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** Each asks `tenantry completion words`, so that it never has to be written anew when the command changes. */
export const scripts: Readonly<Record<Shell, string>> = {
  bash: String.raw`# tenantry: completion for bash. Put this into ~/.bashrc:
#   source <(tenantry completion bash)
_tenantry() {
  local line=${'${COMP_LINE:0:COMP_POINT}'} word current broken
  local -a typed
  read -ra typed <<<"$line"
  [[ $line == *[[:space:]] ]] && typed+=('')
  current=${'${typed[${#typed[@]} - 1]}'}
  # Readline replaces only what follows the last = or : of a word.
  broken=${'${current%"${current##*["$COMP_WORDBREAKS"]}"}'}
  COMPREPLY=()
  while IFS=$'\t' read -r word _; do
    case $word in
      :files | :folders) return ;;
      *[=@/]) type compopt &>/dev/null && compopt -o nospace ;;
    esac
    COMPREPLY+=("${'${word#"$broken"}'}")
  done < <("${'${typed[0]}'}" completion words -- "${'${typed[@]:1}'}" 2>/dev/null)
}
complete -o default -F _tenantry tenantry`,

  zsh: String.raw`#compdef tenantry
# tenantry: completion for zsh. Put this into ~/.zshrc, after compinit:
#   source <(tenantry completion zsh)
_tenantry() {
  local line
  local -a lines plain shown open opened
  lines=("${'${(@f)$("${words[1]}" completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)}'}")
  for line in $lines; do
    case $line in
      '') ;;
      :files) _files; return ;;
      :folders) _files -/; return ;;
      *[=@/]) open+=("$line"); opened+=("$line") ;;
      *) plain+=("${"${line%%$'\\t'*}"}"); shown+=("${"${line/$'\\t'/  }"}") ;;
    esac
  done
  (( $#plain )) && compadd -d shown -a plain
  (( $#open )) && compadd -S '' -d opened -a open
}
if [[ $funcstack[1] == _tenantry ]]; then
  _tenantry "$@"
else
  compdef _tenantry tenantry
fi`,

  fish: String.raw`# tenantry: completion for fish. Put it where fish looks:
#   tenantry completion fish > ~/.config/fish/completions/tenantry.fish
function __tenantry_words
  set -l typed (commandline --tokenize --cut-at-cursor --current-process)
  set -l current (commandline --current-token --cut-at-cursor)
  set -l program $typed[1]
  set -e typed[1]
  for line in ($program completion words -- $typed "$current" 2>/dev/null)
    switch $line
      case :files
        __fish_complete_path "$current"
      case :folders
        __fish_complete_directories "$current"
      case '*'
        echo $line
    end
  end
end
complete --command tenantry --no-files --arguments '(__tenantry_words)'`,
};
