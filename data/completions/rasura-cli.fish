# Completion of rasura-cli for fish: the program itself knows what may follow.
function __rasura_cli
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l program $words[1]
    set -e words[1]

    for line in ($program --complete $words "$word" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path "$word"
            case ':nothing'
            case '*'
                echo $line
        end
    end
end

complete -c rasura-cli -f -a '(__rasura_cli)'
