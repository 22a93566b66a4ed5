# Completion of rasura-cli for bash: the program itself knows what may follow.
_rasura_cli ()
{
  local line=${COMP_LINE:0:COMP_POINT} words word cut candidate files=
  COMPREPLY=()

  # Bash takes words apart at "=" and ":"; the program wants them whole. A line that ends with a
  # space has begun a new word.
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  word=${words[-1]}

  # What stands before the last "=" or ":" is there already and must not be repeated.
  cut=${word%"${word##*[=:]}"}

  while IFS=$'\t' read -r candidate _; do
    case $candidate in
      :files) files=yes ;;
      :nothing) ;;
      *) COMPREPLY+=("${candidate#"$cut"}") ;;
    esac
  done < <("${words[0]}" --complete "${words[@]:1}" 2>/dev/null)

  if [[ $files && $cut != *: ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r candidate; do
      COMPREPLY+=("$candidate")
    done < <(compgen -f -- "${word#"$cut"}")
  fi
  return 0
}

complete -F _rasura_cli rasura-cli
