while read -r row; do case $row in *music*) echo 1;; *) echo 0;; esac; done
