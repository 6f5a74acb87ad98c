<?php
// Roundcube's sanitiser without Roundcube: php wash.php LIBRARY < document > document
define('RCUBE_CHARSET', 'UTF-8');
spl_autoload_register(function ($name) use ($argv) {
    $file = $argv[1] . "/$name.php";
    if (is_file($file)) {
        require $file;
    }
});
$washer = new rcube_washtml([
    'charset' => 'UTF-8',
    'allow_remote' => true,
    'html_elements' => ['html', 'head', 'title', 'body'],
    'html_attribs' => ['background', 'bgcolor'],
]);
echo $washer->wash(stream_get_contents(STDIN));
